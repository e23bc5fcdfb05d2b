using Microsoft.Playwright;

namespace Argos.Rules.System.Tests.Playground;

/// <summary>The way of an author through the page, in a real browser.</summary>
internal sealed class PlaygroundBrowserTests : PlaygroundBrowserTest
{
    [Test]
    public async Task Author_sees_errors_cases_traces_coverage_and_mutants_and_nothing_leaves_the_machine()
    {
        await using var browser = await OpenAsync("teams");
        var page = browser.Page;
        await Expect(page.Locator("#cases li.passed")).ToHaveCountAsync(2);
        Assert.That(await page.Locator("#name").InputValueAsync(), Is.EqualTo("teams"));
        await Expect(page.Locator("#editor-policy .cover-full, #editor-policy .cover-part")).Not.ToHaveCountAsync(0);

        // An error while typing: a marker in the code and a place in the list.
        await browser.SetTextAsync("policy.csx", Policy.Replace("return Allow(", "return Allwo(", StringComparison.Ordinal));
        await Expect(page.Locator("#editor-policy .squiggly-error")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator("#problems-policy")).ToContainTextAsync("1 error");
        await page.Locator("#tab-problems").ClickAsync();
        await Expect(page.Locator("#panel-problems")).ToContainTextAsync("Allwo");
        await browser.PictureAsync("error");

        // A case that fails is red, and says what it expected.
        await browser.SetTextAsync("policy.csx", Policy.Replace("\"service-reserved\"", "\"service-denied\"", StringComparison.Ordinal));
        await Expect(page.Locator("#cases li.failed")).ToHaveCountAsync(1);
        await Expect(page.Locator("#problems-policy")).ToHaveTextAsync("");
        await page.Locator("#cases li.failed").ClickAsync();
        await Expect(page.Locator("#panel-decision")).ToContainTextAsync("service-denied");
        await Expect(page.Locator("#editor-policy .trace-true")).Not.ToHaveCountAsync(0);
        await browser.PictureAsync("failed");

        // The other way through the policy.
        await page.Locator("#cases li.passed").ClickAsync();
        await Expect(page.Locator("#editor-policy .trace-false")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator("#panel-decision .outcome").First).ToHaveTextAsync("allowed");
        await page.Locator("#editor-policy .trace-false").First.HoverAsync();
        await Expect(page.Locator(".monaco-hover:visible").First).ToContainTextAsync("false");
        await browser.PictureAsync("trace");

        // The case as an input of its own.
        await page.GetByText("Use as input").ClickAsync();
        await Expect(page.Locator("#editor-input")).ToContainTextAsync("test.one");
        await page.Locator("#decide").ClickAsync();
        await Expect(page.Locator("#status")).ToHaveTextAsync("decided");
        await Expect(page.Locator("#panel-decision .outcome").First).ToHaveTextAsync("allowed");

        await browser.SetTextAsync("policy.csx", Policy);
        await Expect(page.Locator("#cases li.passed:not(.old)")).ToHaveCountAsync(2);
        await page.Locator("#mutate").ClickAsync();
        await Expect(page.Locator("#panel-mutants")).ToContainTextAsync("survived");
        await browser.PictureAsync("mutants");
        await page.Locator("#tab-coverage").ClickAsync();
        await Expect(page.Locator("#panel-coverage")).ToContainTextAsync("Input.Domain");
        await browser.PictureAsync("coverage");
        AssertQuiet(browser);
    }

    [Test]
    public async Task Everything_is_done_by_keyboard()
    {
        await using var browser = await OpenAsync("teams");
        var page = browser.Page;
        await Expect(page.Locator("#cases li.passed")).ToHaveCountAsync(2);

        await page.Keyboard.PressAsync("F6");
        await Expect(page.Locator("#editor-policy .monaco-editor.focused")).ToHaveCountAsync(1);
        foreach (var part in new[] { "tests", "input", "data", "settings" })
        {
            await page.Keyboard.PressAsync("F6");
            await Expect(page.Locator($"#editor-{part} .monaco-editor.focused")).ToHaveCountAsync(1);
        }
        await page.Keyboard.PressAsync("F6");
        await Expect(page.Locator("#pane-facts .fold")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("F6");
        await Expect(page.Locator("#cases")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("#case-1")).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page.Locator("#panel-decision")).ToContainTextAsync("service-reserved");
        await page.Keyboard.PressAsync("F6");
        await Expect(page.Locator("#tab-decision")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("#tab-problems")).ToHaveAttributeAsync("aria-selected", "true");

        // Typing in the policy, and out of it again.
        await page.Keyboard.PressAsync("F6");
        await page.Keyboard.PressAsync("Control+Home");
        await page.Keyboard.TypeAsync("x");
        await Expect(page.Locator("#problems-policy")).ToContainTextAsync("error");
        await page.Keyboard.PressAsync("Backspace");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("#status")).ToHaveTextAsync("2 cases passed");
        await page.Keyboard.PressAsync("Alt+m");
        await Expect(page.Locator("#panel-mutants")).ToContainTextAsync("survived");
        AssertQuiet(browser);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Page_follows_the_system_into_the_dark_and_the_choice_of_its_reader(bool dark)
    {
        await using var browser = await OpenAsync("teams", dark);
        var page = browser.Page;
        await Expect(page.Locator("#cases li.passed")).ToHaveCountAsync(2);
        await page.Locator("#cases li").First.ClickAsync();
        await Expect(page.Locator("#editor-policy .trace-false")).Not.ToHaveCountAsync(0);

        Assert.That(await BrightnessAsync(page), dark ? Is.LessThan(80) : Is.GreaterThan(180));
        await browser.PictureAsync(dark ? "dark" : "light");
        await page.Locator("#theme").SelectOptionAsync(dark ? "light" : "dark");
        Assert.That(await BrightnessAsync(page), dark ? Is.GreaterThan(180) : Is.LessThan(80));
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("body[data-ready]");
        Assert.That(await BrightnessAsync(page), dark ? Is.GreaterThan(180) : Is.LessThan(80), "it remembers");
        AssertQuiet(browser);
    }

    [Test]
    public async Task Example_is_chosen_saved_to_a_file_and_opened_again()
    {
        await using var browser = await OpenAsync(null);
        var page = browser.Page;
        await Expect(page.Locator("#cases li.passed")).Not.ToHaveCountAsync(0);

        await page.Locator("#example").SelectOptionAsync("kubernetes");
        await Expect(page.Locator("#summary"))
            .ToContainTextAsync("cases passed", new LocatorAssertionsToContainTextOptions { Timeout = 180_000 });
        await Expect(page.Locator("#name")).ToHaveValueAsync("kubernetes");
        await page.Locator("#cases li").Nth(3).ClickAsync();
        await Expect(page.Locator("#panel-decision table")).ToBeVisibleAsync();
        await browser.PictureAsync("kubernetes");
        var saved = await page.RunAndWaitForDownloadAsync(() => page.Locator("#save").ClickAsync());
        var file = Path.Combine(Folder, saved.SuggestedFilename);
        await saved.SaveAsAsync(file);
        Assert.That(saved.SuggestedFilename, Is.EqualTo("kubernetes.playground.json"));
        await page.Locator("#example").SelectOptionAsync("cookbook/short-expiry");
        await Expect(page.Locator("#name")).ToHaveValueAsync("short-expiry");
        await page.Locator("#file").SetInputFilesAsync(file);
        await Expect(page.Locator("#name")).ToHaveValueAsync("kubernetes");
        AssertQuiet(browser);
    }

    [Test]
    public async Task Browser_keeps_the_theme_and_nothing_else()
    {
        await using var browser = await OpenAsync("teams");
        var page = browser.Page;
        await Expect(page.Locator("#cases li.passed")).ToHaveCountAsync(2);
        await page.Locator("#theme").SelectOptionAsync("dark");
        await page.Locator("#cases li").First.ClickAsync();
        await Expect(page.Locator("#panel-decision")).ToContainTextAsync("allowed");

        var kept = await page.EvaluateAsync<string>(
            "async () => JSON.stringify([Object.entries(localStorage), sessionStorage.length, document.cookie, "
                + "(await indexedDB.databases()).length, (await caches.keys()).length])");
        var cookie = (await page.Context.CookiesAsync()).Single();

        Assert.That(kept, Is.EqualTo("""[[["argos-theme","dark"]],0,"",0,0]"""));
        Assert.That(cookie.HttpOnly, Is.True);
        Assert.That(cookie.Expires, Is.EqualTo(-1), "it goes with the browser");
        AssertQuiet(browser);
    }

    private static Task<double> BrightnessAsync(IPage page) => page.EvaluateAsync<double>(
        "() => getComputedStyle(document.querySelector('#editor-policy "
            + ".monaco-editor-background')).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, n) => sum + Number(n), 0) / 3");
}

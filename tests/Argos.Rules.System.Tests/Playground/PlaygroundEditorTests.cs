namespace Argos.Rules.System.Tests.Playground;

/// <summary>What the editors of the page show while their texts change.</summary>
internal sealed class PlaygroundEditorTests : PlaygroundBrowserTest
{
    [Test]
    public async Task Answer_to_an_earlier_text_is_not_drawn_on_the_new_one()
    {
        await using var browser = await OpenAsync("teams");
        var page = browser.Page;
        await Expect(page.Locator("#cases li.passed")).ToHaveCountAsync(2);
        await page.Locator("#live").UncheckAsync();
        var held = new TaskCompletionSource();
        await page.RouteAsync("**/api/case", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });

        await page.RunAndWaitForRequestAsync(
            () => page.Locator("#cases li").First.ClickAsync(),
            static request => request.Url.EndsWith("/api/case", StringComparison.Ordinal));
        await browser.SetTextAsync("policy.csx", Policy + "// one more line\n");
        await page.RunAndWaitForRequestFinishedAsync(() =>
        {
            held.SetResult();
            return Task.CompletedTask;
        });
        // The answer has come; what it does to the page is done in the same turn.
        await Expect(page.Locator("#status")).ToContainTextAsync("earlier");

        await Expect(page.Locator(Drawn)).ToHaveCountAsync(0);
        await Expect(page.Locator("#panel-decision .outcome")).ToHaveCountAsync(0);
        await Expect(page.Locator("#editor-policy .cover-full, #editor-policy .cover-part")).ToHaveCountAsync(0);
        await Expect(page.Locator("#cases li.old")).ToHaveCountAsync(2);
        AssertQuiet(browser);
    }

    [Test]
    public async Task Trace_goes_when_its_text_changes_and_the_decision_says_so()
    {
        await using var browser = await OpenAsync("teams");
        var page = browser.Page;
        await Expect(page.Locator("#cases li.passed")).ToHaveCountAsync(2);
        await page.Locator("#cases li").First.ClickAsync();
        await Expect(page.Locator(Drawn)).Not.ToHaveCountAsync(0);

        await browser.SetTextAsync("policy.csx", Policy + "// one more line\n");

        await Expect(page.Locator(Drawn)).ToHaveCountAsync(0);
        await Expect(page.Locator("#panel-decision.old")).ToHaveCountAsync(1);
        await Expect(page.Locator("#cases li.passed:not(.old)")).ToHaveCountAsync(2);
        await page.Locator("#decide").ClickAsync();
        await Expect(page.Locator("#panel-decision.old")).ToHaveCountAsync(0);
        await browser.SetTextAsync("input.yaml", "{}");
        await Expect(page.Locator("#panel-decision.old")).ToHaveCountAsync(1);
        AssertQuiet(browser);
    }

    [Test]
    public async Task Editor_shows_findings_members_signatures_documentation_and_repairs()
    {
        await using var browser = await OpenAsync("teams");
        var page = browser.Page;
        await Expect(page.Locator("#cases li.passed")).ToHaveCountAsync(2);
        var widget = page.Locator(".suggest-widget.visible");

        // A finding of `argos check`, by its code.
        await browser.SetTextAsync("policy.csx", "return Allow();\n");
        await Expect(page.Locator("#editor-policy .squiggly-warning")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator("#panel-problems")).ToContainTextAsync("ARG1002");

        // What may be written, with its documentation.
        await browser.SetTextAsync("policy.csx", "");
        await page.Locator("#editor-policy .view-lines").ClickAsync();
        await page.Keyboard.TypeAsync("return Deny(");
        await Expect(page.Locator(".parameter-hints-widget.visible")).ToContainTextAsync("code");
        await page.Keyboard.TypeAsync("Input.");
        await Expect(widget).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("Doma");
        await Expect(widget.Locator(".monaco-list-row.focused")).ToContainTextAsync("Domain");
        await browser.PictureAsync("completion");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#editor-policy .view-lines")).ToContainTextAsync("Input.Domain");

        // What a name means.
        await browser.SetTextAsync("policy.csx", "return Deny(Input.Domain);\n");
        await page.Keyboard.PressAsync("Control+Home");
        for (var i = 0; i < "return Deny(Input.D".Length; i++) await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.PressAsync("Control+i");
        await Expect(page.Locator(".monaco-hover:visible").First).ToContainTextAsync("string Domain");
        await browser.PictureAsync("hover");
        await page.Keyboard.PressAsync("Escape");

        // What repairs a mistake.
        await browser.SetTextAsync("policy.csx", "return Deny(Input.Domian);\n");
        await Expect(page.Locator("#panel-problems")).ToContainTextAsync("did you mean");
        await page.Locator("#editor-policy .view-lines").ClickAsync();
        await page.Keyboard.PressAsync("Control+Home");
        await page.Keyboard.PressAsync("F8");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+.");
        await Expect(page.Locator(".action-widget").First).ToContainTextAsync("Change to `Domain`");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#editor-policy .view-lines")).ToContainTextAsync("Input.Domain");
        await Expect(page.Locator("#panel-problems")).Not.ToContainTextAsync("did you mean");
        AssertQuiet(browser);
    }
}

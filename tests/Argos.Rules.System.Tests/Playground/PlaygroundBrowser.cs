using Argos.Rules.TestKit.Processes;
using Microsoft.Playwright;

namespace Argos.Rules.System.Tests.Playground;

/// <summary>The built program with a page of a real browser in it.</summary>
internal sealed class PlaygroundBrowser : IAsyncDisposable
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly ChildProcess _program;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<string> _requests = [];
    private readonly List<string> _problems = [];

    private PlaygroundBrowser(ChildProcess program, IPlaywright playwright, IBrowser browser, IPage page)
    {
        (_program, _playwright, _browser, Page) = (program, playwright, browser, page);
        page.Request += (_, request) => _requests.Add(request.Url);
        page.Response += (_, response) =>
        {
            if (response.Status >= 400) _problems.Add($"{response.Status} {response.Url}");
        };
        page.RequestFailed += (_, request) =>
        {
            // The page itself ends what it no longer waits for.
            if (request.Failure != "net::ERR_ABORTED") _problems.Add($"{request.Failure} {request.Url}");
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _problems.Add($"{message.Text} {message.Location}");
        };
        page.PageError += (_, problem) => _problems.Add(problem);
    }

    /// <summary>Why there can be no browser; <see langword="null"/> when there can.</summary>
    public static string? Missing => Program is null ? "there is no Chromium: on Debian it is in the package chromium" : null;

    public IPage Page { get; }

    /// <summary>Everything that was asked for, and where that is.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>What the browser complained of: requests and scripts that failed, and what the page's policy forbade.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public string Origin { get; private set; } = "";

    private static string? Program => Programs.FirstOrDefault(File.Exists);

    /// <summary>Starts both and follows the printed link.</summary>
    /// <param name="folder">Where the program runs.</param>
    /// <param name="arguments">What follows `argos playground`.</param>
    /// <param name="dark">Whether the system is in dark mode.</param>
    /// <param name="deadline">Gives up.</param>
    public static async Task<PlaygroundBrowser> OpenAsync(string folder, IEnumerable<string> arguments, bool dark,
        CancellationToken deadline)
    {
        var program = ChildProcess.StartDotnet("argos", BuiltOutput.Cli, ["playground", .. arguments], folder);
        var link = await PlaygroundLink.OfAsync(program, deadline);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            // Root, as in a container, has no sandbox of the browser; only our own page is opened.
            Args = Environment.UserName == "root" ? ["--no-sandbox"] : [],
        });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = 1600, Height = 1000 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        var opened = new PlaygroundBrowser(program, playwright, browser, page) { Origin = link.GetLeftPart(UriPartial.Authority) };
        page.SetDefaultTimeout(120_000);
        await page.GotoAsync(link.AbsoluteUri);
        await page.WaitForSelectorAsync("body[data-ready]");
        return opened;
    }

    /// <summary>Keeps a picture where `ARGOS_SCREENSHOTS` says, for people to look at.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("ARGOS_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }

    /// <summary>The text of an editor.</summary>
    public Task SetTextAsync(string editor, string text) => Page.EvaluateAsync(
        "([file, text]) => new Promise(done => require(['vs/editor'], monaco => { monaco.editor.getModels().find(m => "
            + "m.uri.path.endsWith(file)).setValue(text); done(); }))",
        new[] { editor, text });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _program.DisposeAsync();
    }
}

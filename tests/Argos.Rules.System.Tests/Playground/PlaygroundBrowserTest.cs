using Argos.Rules.System.Tests.Story;
using Microsoft.Playwright;

namespace Argos.Rules.System.Tests.Playground;

/// <summary>A test of the page in a real browser, with a policy of two cases.</summary>
internal abstract class PlaygroundBrowserTest : SystemTest
{
    protected const string Policy = """
        // ---
        // title: Small teams
        // providers: ["test.*"]
        // ---
        if (Input.Service == "admin") return Deny("service-reserved", "nobody is admin");
        if (!Data["teams"].Texts.Contains(Input.Domain)) return Wait("teams", "team-unknown");
        return Allow(certExpiryMinutes: 60);

        """;

    protected const string Tests = """
        now: 2026-03-01T12:00:00Z
        data: {teams: [shop]}
        base: {provider: test.one, domain: shop, service: web, attestation: none, attributes: {instanceId: u-1}}
        cases:
          - name: a known team
            expect: {outcome: allowed, attributes: {certExpiryTime: "60"}}
          - name: the reserved service
            with: {service: admin}
            expect: {codes: [service-reserved]}

        """;

    protected const string Drawn = "#editor-policy .trace-true, #editor-policy .trace-false, #editor-policy .trace-end";

    [SetUp]
    public void NeedBrowser()
    {
        if (PlaygroundBrowser.Missing is { } missing) Assert.Ignore(missing);
        Directory.CreateDirectory(Path.Combine(Folder, "teams"));
        File.WriteAllText(Path.Combine(Folder, "teams", "policy.csx"), Policy);
        File.WriteAllText(Path.Combine(Folder, "teams", "tests.yaml"), Tests);
    }

    protected static ILocatorAssertions Expect(ILocator locator)
    {
        // On a busy machine the first compilation takes its time.
        Assertions.SetDefaultExpectTimeout(120_000);
        return Assertions.Expect(locator);
    }

    protected static void AssertQuiet(PlaygroundBrowser browser)
    {
        Assert.That(browser.Requests.Where(url => !url.StartsWith(browser.Origin + "/", StringComparison.Ordinal)
            && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith($"blob:{browser.Origin}/", StringComparison.Ordinal)),
            Is.Empty);
        Assert.That(browser.Requests, Has.Count.GreaterThan(10));
        Assert.That(browser.Problems, Is.Empty);
    }

    protected Task<PlaygroundBrowser> OpenAsync(string? policy, bool dark = false) =>
        PlaygroundBrowser.OpenAsync(Folder, policy is null ? [] : [policy], dark, Deadline);
}

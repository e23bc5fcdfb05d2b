using System.Globalization;
using System.Text;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Testing;

/// <summary>
/// Reports when a policy or a tests file has changed. It looks instead of listening: network and container file systems tell nobody.
/// </summary>
internal sealed class TestWatch(IReadOnlyList<string> paths, Terminal terminal)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private string _last = Look(paths, terminal);

    public async Task UntilChangedAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(Interval, terminal.Time, cancellation);
            var now = Look(paths, terminal);
            if (now == _last) continue;
            _last = now;
            return;
        }
    }

    private static string Look(IReadOnlyList<string> paths, Terminal terminal)
    {
        var seen = new StringBuilder();
        try
        {
            foreach (var file in PolicyFinder.Find(paths, terminal))
            {
                foreach (var path in (string?[])[file.Path, file.TestsPath])
                {
                    if (path is null) continue;
                    var info = new FileInfo(path);
                    seen.Append(CultureInfo.InvariantCulture, $"{path}|{(info.Exists ? info.Length : -1)}|{info.LastWriteTimeUtc.Ticks}\n");
                }
            }
        }
        catch (Exception problem) when (problem is UsageException or IOException)
        {
            // An editor that saves by moving files leaves a moment without one; the next look tells.
            return "gone";
        }
        return seen.ToString();
    }
}

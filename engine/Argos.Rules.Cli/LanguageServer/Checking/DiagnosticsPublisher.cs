using System.Collections.Immutable;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.LanguageServer.Rpc;
using Argos.Rules.Core.Compilation;

namespace Argos.Rules.Cli.LanguageServer.Checking;

/// <summary>
/// Checks documents a moment after they changed, and sends what is wrong with them. A change while a check runs takes its place; what came
/// of running cases stays at them until a text changes.
/// </summary>
/// <param name="documents">The documents.</param>
/// <param name="checker">Checks one.</param>
/// <param name="writer">Sends.</param>
/// <param name="time">Has the moment.</param>
/// <param name="stopping">The server ends.</param>
internal sealed class DiagnosticsPublisher(
    OpenDocuments documents, DocumentChecker checker, MessageWriter writer, TimeProvider time, CancellationToken stopping)
{
    private const string Method = "textDocument/publishDiagnostics";

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(150);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<EditorDiagnostic>> _failed = new(StringComparer.Ordinal);

    /// <summary>Checks a document, and what stands beside it and depends on it.</summary>
    public void Changed(OpenDocument document)
    {
        Schedule(document.Uri);
        foreach (var other in documents.All.Where(o => o.Uri != document.Uri && DocumentNames.AreBeside(o.Uri, document.Uri)))
        {
            if (document.Kind == DocumentKind.Policy && other.Kind is DocumentKind.Tests or DocumentKind.Settings) Schedule(other.Uri);
        }
    }

    /// <summary>Forgets a document, and takes its diagnostics from the editor.</summary>
    public Task ClosedAsync(string uri)
    {
        Begin(uri, runs: false);
        return writer.NotifyAsync(Method, new DocumentDiagnostics(uri, null, []), stopping);
    }

    /// <summary>Shows which cases failed, until something changes.</summary>
    public void ShowFailed(string uri, ImmutableArray<EditorDiagnostic> failed)
    {
        if (documents.Find(uri) is null) return;
        var source = Begin(uri, runs: true);
        lock (_lock) _failed[uri] = failed;
        _ = CheckAsync(uri, TimeSpan.Zero, source);
    }

    private void Schedule(string uri) => _ = CheckAsync(uri, Moment, Begin(uri, runs: true));

    /// <summary>Ends the check that runs, with what it was to show.</summary>
    private CancellationTokenSource Begin(string uri, bool runs)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        lock (_lock)
        {
            if (_running.Remove(uri, out var before)) before.Cancel();
            _failed.Remove(uri);
            if (runs) _running[uri] = source;
        }
        return source;
    }

    private async Task CheckAsync(string uri, TimeSpan moment, CancellationTokenSource source)
    {
        try
        {
            await Task.Delay(moment, time, source.Token);
            if (documents.Find(uri) is not { } document) return;
            var found = await checker.CheckAsync(document, source.Token);
            await writer.NotifyAsync(Method, new DocumentDiagnostics(uri, document.Version, [.. found, .. Failed(uri)]), source.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or ObjectDisposedException)
        {
            // Another check takes its place, or the server ends.
        }
        catch (Exception problem) when (problem is CompilerUnavailableException or RpcException or IOException)
        {
            await SayAsync(problem.Message.ReplaceLineEndings(" "));
        }
        catch (Exception problem)
        {
            // Of the text nothing is said: the message of an exception may quote it.
            await SayAsync($"a check failed: {problem.GetType().Name}");
        }
        finally
        {
            End(uri, source);
        }
    }

    private void End(string uri, CancellationTokenSource source)
    {
        lock (_lock)
        {
            if (_running.GetValueOrDefault(uri) == source) _running.Remove(uri);
        }
        source.Dispose();
    }

    private ImmutableArray<EditorDiagnostic> Failed(string uri)
    {
        lock (_lock) return _failed.GetValueOrDefault(uri, []);
    }

    private async Task SayAsync(string problem)
    {
        try
        {
            await writer.NotifyAsync("window/logMessage", new Message(Message.Error, "argos: " + problem), stopping);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // There is nobody to say it to.
        }
    }
}

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
    private readonly Dictionary<string, FailedCases> _failed = new(StringComparer.Ordinal);

    /// <summary>Checks a document, and what stands beside it: policies, tests and settings are about each other.</summary>
    public void Changed(OpenDocument document)
    {
        Schedule(document.Uri);
        if (document.Kind != DocumentKind.Other) ScheduleBeside(document.Uri);
    }

    /// <summary>
    /// Checks what stands beside a file that another program wrote. The file itself, when it is open, is as the editor has it.
    /// </summary>
    public void ChangedOnDisk(string uri)
    {
        if (DocumentNames.KindOf(uri) != DocumentKind.Other) ScheduleBeside(uri);
    }

    /// <summary>Forgets a document, and takes its diagnostics from the editor. Beside it, what is on disk counts from now on.</summary>
    public async Task ClosedAsync(string uri)
    {
        lock (_lock)
        {
            if (_running.Remove(uri, out var running)) running.Cancel();
            _failed.Remove(uri);
        }
        checker.Forget(uri);
        await writer.NotifyAsync(Method, new DocumentDiagnostics(uri, null, []), stopping);
        ScheduleBeside(uri);
    }

    /// <summary>Shows which cases failed, until something changes.</summary>
    public void ShowFailed(FailedCases failed)
    {
        var uri = failed.Tests.Uri;
        if (documents.Find(uri) is not { } tests || !failed.IsOf(tests, documents)) return;
        lock (_lock) _failed[uri] = failed;
        Schedule(uri, TimeSpan.Zero);
    }

    /// <summary>Says that texts are not known any more, where the author sees it.</summary>
    public Task SayLostAsync(IReadOnlyList<OpenDocument> lost)
    {
        const int Shown = 5;
        var names = string.Join(", ", lost.Take(Shown).Select(static d => d.Name)) + (lost.Count > Shown ? ", ..." : "");
        return writer.NotifyAsync("window/showMessage", new Message(Message.Warning, $"argos: {names}: {TextGaps.Lost}"), stopping);
    }

    /// <summary>Writes a line into the editor's log.</summary>
    public async Task LogAsync(string problem)
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

    private void ScheduleBeside(string uri)
    {
        foreach (var other in documents.All)
        {
            if (other.Uri != uri && other.Kind != DocumentKind.Other && DocumentNames.AreBeside(other.Uri, uri)) Schedule(other.Uri);
        }
    }

    private void Schedule(string uri) => Schedule(uri, Moment);

    /// <summary>Ends the check that runs, and begins another one.</summary>
    private void Schedule(string uri, TimeSpan moment)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        lock (_lock)
        {
            if (_running.Remove(uri, out var before)) before.Cancel();
            _running[uri] = source;
        }
        _ = CheckAsync(uri, moment, source);
    }

    private async Task CheckAsync(string uri, TimeSpan moment, CancellationTokenSource source)
    {
        try
        {
            await Task.Delay(moment, time, source.Token);
            if (documents.Find(uri) is not { } document) return;
            var found = await FindAsync(document, source.Token);
            await writer.NotifyAsync(
                Method, new DocumentDiagnostics(uri, document.Version, [.. found, .. Failed(document)]), source.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // Another check takes its place, the server ends, or the editor has gone.
        }
        finally
        {
            End(uri, source);
        }
    }

    /// <summary>What is wrong with a document. That it could not be checked is said as such, and is no fault of the text.</summary>
    private async Task<ImmutableArray<EditorDiagnostic>> FindAsync(OpenDocument document, CancellationToken cancellation)
    {
        string why;
        try
        {
            return await checker.CheckAsync(document, cancellation);
        }
        catch (Exception problem) when (problem is CompilerUnavailableException or RpcException or IOException)
        {
            why = problem.Message.ReplaceLineEndings(" ");
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or ObjectDisposedException))
        {
            // Of the text nothing is said: the message of an exception may quote it.
            why = $"the check failed: {problem.GetType().Name}";
        }
        await LogAsync($"{document.Name} is not checked: {why}");
        return [EditorDiagnostic.NotChecked($"not checked: {why}; the next change checks it again")];
    }

    private void End(string uri, CancellationTokenSource source)
    {
        lock (_lock)
        {
            if (_running.GetValueOrDefault(uri) == source) _running.Remove(uri);
        }
        source.Dispose();
    }

    private ImmutableArray<EditorDiagnostic> Failed(OpenDocument tests)
    {
        lock (_lock)
        {
            if (!_failed.TryGetValue(tests.Uri, out var failed)) return [];
            if (failed.IsOf(tests, documents)) return failed.Diagnostics;
            _failed.Remove(tests.Uri);
            return [];
        }
    }
}

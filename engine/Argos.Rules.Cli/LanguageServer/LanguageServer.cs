using Argos.Rules.Cli.LanguageServer.Checking;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer;

/// <summary>
/// The language server of one editor. It keeps texts and hands them on: what compiles, analyzes or runs them are other processes, with
/// limits, so that a hostile text harms neither server nor editor. Of a policy it reads the front matter itself, as the engine does.
/// </summary>
/// <param name="services">Those processes.</param>
/// <param name="readsFiles">Whether what is not open is looked for on disk.</param>
internal sealed class LanguageServer(LanguageServices services, bool readsFiles)
{
    /// <summary>Serves until the editor says `exit` or closes the stream.</summary>
    /// <param name="transport">Carries the messages.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Whether the editor has said `shutdown` before.</returns>
    public async Task<bool> RunAsync(IMessageTransport transport, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var writer = new MessageWriter(transport, ProtocolJson.Default);
        var documents = new OpenDocuments();
        var related = new RelatedDocuments(documents, readsFiles);
        using var checker = new DocumentChecker(services, related);
        var publisher = new DiagnosticsPublisher(documents, checker, writer, services.Time, stop.Token);
        var session =
            new Session(new Notifications(documents, publisher), new Requests(services, documents, related, publisher, writer), writer,
            stop.Token);
        _ = services.WarmAsync(stop.Token);
        try
        {
            return await ServeAsync(transport, session, stop.Token);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            // Where the next message begins is not known, or the editor has gone.
            return false;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static async Task<bool> ServeAsync(IMessageTransport transport, Session session, CancellationToken stopping)
    {
        while (!session.IsOver)
        {
            switch (await transport.ReadAsync(stopping))
            {
                case IncomingMessage.End:
                    return session.IsShutDown;
                case IncomingMessage.Unreadable unreadable:
                    await session.TakeAsync(unreadable);
                    break;
                case IncomingMessage.Json { Root: var message }:
                    await session.TakeAsync(message);
                    break;
            }
        }
        return session.IsShutDown;
    }
}

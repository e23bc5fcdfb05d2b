using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>What the server says of itself.</summary>
internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

/// <summary>Its name and version.</summary>
internal sealed record ServerInfo(string Name, string Version);

/// <summary>What it can do.</summary>
internal sealed record ServerCapabilities
{
    private const int Incremental = 2;

    public string PositionEncoding => "utf-16";

    public SyncOptions TextDocumentSync => new(OpenClose: true, Incremental, Save: true);

    public CompletionOptions CompletionProvider => new([".", "\"", ":", " "]);

    public bool HoverProvider => true;

    public SignatureOptions SignatureHelpProvider => new(["(", ","]);

    public bool DefinitionProvider => true;

    public bool DocumentFormattingProvider => true;

    public CodeActionOptions CodeActionProvider => new(["quickfix"]);

    public CodeLensOptions CodeLensProvider => new(ResolveProvider: false);

    public CommandOptions ExecuteCommandProvider => new([Commands.RunCase, Commands.RunTests]);
}

/// <summary>How documents are sent to it.</summary>
internal sealed record SyncOptions(bool OpenClose, int Change, bool Save);

/// <summary>Behind which characters completions are asked for.</summary>
internal sealed record CompletionOptions(ImmutableArray<string> TriggerCharacters);

/// <summary>Behind which characters signatures are asked for.</summary>
internal sealed record SignatureOptions(ImmutableArray<string> TriggerCharacters);

/// <summary>Which kinds of actions there are.</summary>
internal sealed record CodeActionOptions(ImmutableArray<string> CodeActionKinds);

/// <summary>Whether lenses are asked for once more.</summary>
internal sealed record CodeLensOptions(bool ResolveProvider);

/// <summary>Which commands it runs.</summary>
internal sealed record CommandOptions(ImmutableArray<string> Commands);

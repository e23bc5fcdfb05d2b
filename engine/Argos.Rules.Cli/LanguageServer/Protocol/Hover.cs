using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>A text for people.</summary>
internal sealed record Markdown(string Value)
{
    public string Kind => "markdown";
}

/// <summary>What is said of a place.</summary>
internal sealed record Hover(Markdown Contents, TextRange? Range);

/// <summary>The ways to write the call that a place is in.</summary>
internal sealed record SignatureHelp(ImmutableArray<Signature> Signatures, int ActiveSignature, int ActiveParameter);

/// <summary>One way.</summary>
internal sealed record Signature(string Label, Markdown? Documentation, ImmutableArray<SignatureParameter> Parameters);

/// <summary>A parameter; its label is a part of that of the signature.</summary>
internal sealed record SignatureParameter(string Label, Markdown? Documentation);

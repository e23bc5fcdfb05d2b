using Argos.Rules.Contracts.Language;
using Argos.Rules.Contracts.Language.Platforms;

namespace Argos.Rules.Engine.Decisions;

/// <summary>Verifies tokens and documents as they were verified when a decision was made.</summary>
internal interface IChecks
{
    ITokenVerifier Tokens { get; }

    IDocumentVerifier Documents { get; }
}

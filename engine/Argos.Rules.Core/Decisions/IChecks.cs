using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Core.Decisions;

/// <summary>Verifies tokens and documents as they were verified when a decision was made.</summary>
internal interface IChecks
{
    ITokenVerifier Tokens { get; }

    IDocumentVerifier Documents { get; }
}

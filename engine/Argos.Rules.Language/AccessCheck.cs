using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>Whether Athenz lets a principal do something, or has it in a role (the access checks of ZTS).</summary>
public sealed class AccessCheck : Fact
{
    internal AccessCheck(FactRequest? request, in FactAnswer answer) : base(request, answer) =>
        Granted = answer.State == FactState.Known && answer.Value["granted"].Flag == true;

    /// <summary>Whether it is granted; <see langword="false"/> when not known.</summary>
    public bool Granted { get; }
}

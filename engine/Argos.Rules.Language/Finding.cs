namespace Argos.Rules.Language;

/// <summary>Why a check did not pass. <c>Deny(finding)</c> refuses with it.</summary>
/// <param name="Code">A stable kebab-case word; the only part ZTS's caller sees.</param>
/// <param name="Detail">What was found, for the audit log only; never a secret.</param>
public sealed record Finding(string Code, string Detail) : IComparedByContent
{
    long IComparedByContent.Characters => Code.Length + Detail.Length;
}

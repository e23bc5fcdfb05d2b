using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>A token verified with keys that the engine fetched. Pending while there are none.</summary>
public sealed class TokenFact : Fact
{
    private TokenFact(FactRequest? request, in FactAnswer answer, TokenCheck check) : base(request, answer)
    {
        Check = check;
        if (!Pending) Problem = check.Finding?.Detail;
    }

    /// <summary>The result; it has claims only when the token is valid. While pending its code is <c>token-keys-pending</c>.</summary>
    public TokenCheck Check { get; }

    /// <summary>Whether the keys are there and everything that was asked for holds.</summary>
    public bool Valid => !Pending && Check.Valid;

    /// <summary>Why the token is not valid, or <c>token-keys-pending</c>; <see langword="null"/> only when it is valid.</summary>
    public Finding? Finding => Check.Finding;

    internal static TokenFact Of(TokenCheck check) => new(null, FactAnswer.Known(default), check);

    internal static TokenFact Of(FactRequest request, in FactAnswer answer) => answer.State == FactState.Refused
        ? new TokenFact(request, answer, TokenCheck.Failed("token-keys-missing", answer.Problem ?? "the keys were refused"))
        : new TokenFact(request, FactAnswer.Pending, TokenCheck.Failed("token-keys-pending", "the keys are not there yet"));
}

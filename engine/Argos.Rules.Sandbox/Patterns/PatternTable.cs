using System.Collections.Frozen;
using Argos.Rules.Language.Patterns;

namespace Argos.Rules.Sandbox.Patterns;

/// <summary>The patterns of one policy, built when it is put into force. They go when the policy goes.</summary>
internal sealed class PatternTable
{
    /// <summary>The member that takes a pattern.</summary>
    public const string Member = "Argos.Rules.Language.PolicyContext.Matches(System.String,System.String)";

    [ThreadStatic]
    private static PatternTable? _current;

    private readonly FrozenDictionary<string, TextPattern> _byText;

    private PatternTable(FrozenDictionary<string, TextPattern> byText) => _byText = byText;

    public static PatternTable Of(IEnumerable<string> texts) => new(texts.ToFrozenDictionary(
        static text => text,
        static text => TextPattern.TryParse(text, out var pattern, out _) ? pattern : throw new BadImageFormatException("the compiled policy has a pattern that is none"),
        StringComparer.Ordinal));

    /// <summary>The pattern of the evaluation that runs on this thread; <see langword="null"/> for a text that was not checked.</summary>
    public static TextPattern? Find(string text) => _current?._byText.GetValueOrDefault(text);

    /// <summary>Begins an evaluation.</summary>
    public void Start()
    {
        if (_byText.Count > 0) _current = this;
    }

    /// <summary>Ends it, however it went.</summary>
    public void Stop()
    {
        if (_byText.Count > 0) _current = null;
    }
}

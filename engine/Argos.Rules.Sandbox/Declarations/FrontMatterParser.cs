using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Argos.Rules.Sandbox.Declarations;

/// <summary>
/// Reads the front matter of a policy. It works on YAML events, not on YAML objects: nothing is built from what the text
/// says, and anchors, aliases and tags have no meaning here.
/// </summary>
internal sealed class FrontMatterParser : IYamlProblems
{
    /// <summary>The code of every diagnostic about front matter.</summary>
    public const string Code = "front-matter";

    private const int MaximumProviders = 64;

    // The YAML parser takes more than linear time for deep depth.
    private const int MaximumLength = 12 * 1024;

    private const string KnownKeys = "`title`, `providers`, `mode`, `settings`";

    private readonly string _id;
    private readonly FrontMatterBlock _block;
    private readonly YamlEvents _events;
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics;
    private FrontMatter _result = new();

    private FrontMatterParser(string id, FrontMatterBlock block, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        _id = id;
        _block = block;
        _events = new YamlEvents(block.Yaml);
        _diagnostics = diagnostics;
    }

    /// <summary>Reads the front matter; a policy without any has the defaults.</summary>
    /// <param name="id">The policy's id: the file name in diagnostics.</param>
    /// <param name="source">Its text.</param>
    /// <param name="diagnostics">Gets everything that is wrong.</param>
    public static FrontMatter Parse(string id, string source, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var block = FrontMatterBlock.Find(source);
        if (block is null)
        {
            // What is not read has the defaults: a policy for one provider would be one for all, a shadow would decide.
            if (FrontMatterBlock.FindMisplaced(source) is { } misplaced) diagnostics.Add(new Diagnostic(Code, "this looks like front matter, which is read at the top of a policy only: begin the first line with `// ---`, and each line after it with `// `", new Location(id, misplaced, 1)));
            return new FrontMatter();
        }
        if (block.UnclosedRow is { } row)
        {
            diagnostics.Add(new Diagnostic(Code, "the front matter is not closed: end it with a line `// ---`", new Location(id, row, 1)));
            return new FrontMatter();
        }
        if (block.Yaml.Length > MaximumLength)
        {
            diagnostics.Add(new Diagnostic(Code, $"the front matter is longer than {MaximumLength} characters: shorten it", new Location(id, block.FirstRow, 1)));
            return new FrontMatter();
        }
        var parser = new FrontMatterParser(id, block, diagnostics);
        parser.ReadStream();
        return parser._result;
    }

    private void ReadStream()
    {
        try
        {
            _events.Consume<StreamStart>();
            if (_events.TryConsume<StreamEnd>(out _)) return;
            _events.Consume<DocumentStart>();
            ReadDocument();
            _events.Consume<DocumentEnd>();
            if (!_events.Accept<StreamEnd>(out _)) Report(_events.Current!.Start, "the front matter is one YAML document: remove what follows it");
        }
        catch (YamlException problem)
        {
            Report(problem.Start, "the front matter is not YAML: " + OneLine(problem.Message));
        }
    }

    private void ReadDocument()
    {
        if (!_events.TryConsume<MappingStart>(out var mapping))
        {
            Report(_events.Current!.Start, $"the front matter must be `key: value` lines with the keys {KnownKeys}");
            _events.SkipThisAndNestedEvents();
            return;
        }
        RefuseProperties(mapping);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var key = Text("a key");
            var place = _events.Current!.Start;
            if (key is null)
            {
                _events.SkipThisAndNestedEvents();
                continue;
            }
            if (!seen.Add(key.Value)) Report(key.Start, $"the key `{Shown(key.Value)}` is there twice: keep one");
            ReadEntry(key, place);
        }
    }

    private void ReadEntry(Scalar key, Mark place)
    {
        switch (key.Value)
        {
            case "title":
                if (Text("`title`") is { } title) _result = _result with { Title = title.Value };
                break;
            case "mode":
                if (Text("`mode`") is not { } mode) break;
                if (mode.Value is not ("enforce" or "shadow")) Report(place, $"`mode` is `{Shown(mode.Value)}`: it must be `enforce` or `shadow`");
                _result = _result with { Shadow = mode.Value == "shadow" };
                break;
            case "providers":
                _result = _result with { Providers = Providers(place) };
                break;
            case "settings":
                _result = _result with { Settings = SettingsSchemaReader.Read(YamlReader.ReadNext(_events, this), this) };
                break;
            default:
                Report(key.Start, $"the key `{Shown(key.Value)}` is unknown: the keys are {KnownKeys}");
                _events.SkipThisAndNestedEvents();
                break;
        }
    }

    private ImmutableArray<string> Providers(Mark place)
    {
        var globs = ImmutableArray.CreateBuilder<string>();
        if (_events.TryConsume<SequenceStart>(out var list))
        {
            RefuseProperties(list);
            var items = 0;
            for (; !_events.TryConsume<SequenceEnd>(out _); items++) AddGlob(globs);
            if (items == 0) Report(place, "`providers` names no provider: leave it out to mean all");
            if (items > MaximumProviders) Report(place, $"`providers` has {items} items: at most {MaximumProviders} are allowed");
        }
        else
        {
            AddGlob(globs);
        }
        return globs.ToImmutable();
    }

    private void AddGlob(ImmutableArray<string>.Builder globs)
    {
        if (Text("an item of `providers`") is not { } item) return;
        if (!ProviderGlob.IsValid(item.Value))
            Report(item.Start, $"`{Shown(item.Value)}` is not a provider: use letters, digits, `.`, `_`, `-`, and `*` for any characters");
        globs.Add(item.Value);
    }

    /// <summary>The next scalar; anything else is skipped and reported. What is not quoted and empty is not a text.</summary>
    private Scalar? Text(string what)
    {
        if (_events.TryConsume<Scalar>(out var scalar))
        {
            RefuseProperties(scalar);
            if (scalar.Value.Length > 0) return scalar;
            Report(scalar.Start, $"{what} must be a text that is not empty");
            return null;
        }
        var current = _events.Current!;
        Report(current.Start, current is AnchorAlias ? "aliases are not allowed in front matter: write the value out" : $"{what} must be a text");
        _events.SkipThisAndNestedEvents();
        return null;
    }

    private void RefuseProperties(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty) Report(node.Start, "anchors are not allowed in front matter: remove it");
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific) Report(node.Start, "tags are not allowed in front matter: remove it");
    }

    private void Report(Mark place, string message) => ((IYamlProblems)this).Report((int)place.Line, (int)place.Column, message);

    void IYamlProblems.Report(int line, int column, string message)
    {
        var (row, col) = _block.Place(line, column);
        _diagnostics.Add(new Diagnostic(Code, message, new Location(_id, row, col)));
    }

    private static string Shown(string text) => OneLine(text.Length > 64 ? text[..64] + "..." : text);

    private static string OneLine(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(from[i]) ? ' ' : from[i];
    });
}

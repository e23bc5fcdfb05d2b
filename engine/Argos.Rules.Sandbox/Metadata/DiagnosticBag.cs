using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>Collects refusals; each thing once, at its line when the symbols know it.</summary>
internal sealed class DiagnosticBag(string id)
{
    private const int Maximum = 50;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly ImmutableArray<Diagnostic>.Builder _found = ImmutableArray.CreateBuilder<Diagnostic>();

    public bool HasAny => _found.Count > 0;

    /// <summary>About the image as a whole.</summary>
    public void Add(string code, string message) => Add((SequencePoint?)null, code, message);

    public void Add(TypeDefinition type, string code, string message) => Add(ImagePlaces.Of(type), code, message);

    public void Add(MethodDefinition method, string code, string message) => Add(ImagePlaces.Of(method), code, message);

    public void Add(MethodDefinition method, Instruction at, string code, string message) => Add(ImagePlaces.Of(method, at), code, message);

    public void Add(SequencePoint? place, string code, string message)
    {
        if (_found.Count >= Maximum || !_seen.Add(message)) return;
        _found.Add(place is null
            ? DiagnosticFactory.Whole(code, message)
            : DiagnosticFactory.At(id, place.StartLine, place.StartColumn, code, message));
    }

    public ImmutableArray<Diagnostic> ToImmutable() => _found.ToImmutable();
}

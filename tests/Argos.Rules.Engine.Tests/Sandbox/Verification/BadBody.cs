using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Metadata;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Engine.Tests.Sandbox.Verification;

/// <summary>
/// A good policy with one more function, written by hand:
/// <c>string Bad(string text, List&lt;string&gt; list, int number, string[] texts)</c> with a variable of each of these types.
/// </summary>
internal sealed class BadBody
{
    private const string Text = """
        record R(int N, string T);
        var r = new R(1, "a");
        var pair = (1, "b");
        var captured = 3;
        bool Has(int wanted) => new List<int> { 1 }.Any(n => n == wanted);
        if (Has(4)) return Deny("w");
        foreach (var d in new List<string> { "a" }) { if (d.Length == r.N + captured) return Deny("x"); }
        if (new[] { 1, 2 }.Any(n => n > 5) || new[] { 1 }.Any(n => n == captured) || $"{r.N}{pair.Item1}" == "b" || pair.Item2 == "c")
        {
            return Deny("z");
        }
        return Settings.FirstMissing("a", "b") is null ? Allow() : Deny("y");
        """;

    private static readonly CompiledPolicy Good = Harness.Compile(Text).Policy!;

    private BadBody(ModuleDefinition module)
    {
        Module = module;
        Policy = module.GetType("Policy");
        Strings = module.ImportReference(typeof(List<string>));
        Method = new MethodDefinition("Bad", MethodAttributes.Private | MethodAttributes.HideBySig, module.TypeSystem.String);
        TypeReference[] types = [module.TypeSystem.String, Strings, module.TypeSystem.Int32, new ArrayType(module.TypeSystem.String)];
        foreach (var type in types)
        {
            Method.Parameters.Add(new ParameterDefinition(type));
            Method.Body.Variables.Add(new VariableDefinition(type));
        }
        Method.Body.InitLocals = true;
        Policy.Methods.Add(Method);
        Code = Method.Body.GetILProcessor();
    }

    public ModuleDefinition Module { get; }

    public TypeDefinition Policy { get; }

    public TypeReference Strings { get; }

    public MethodDefinition Method { get; }

    public ILProcessor Code { get; }

    public TypeDefinition Record => Module.GetTypes().Single(static t => t.Name == "R");

    public MethodDefinition Main => Module.GetTypes().SelectMany(static t => t.Methods).Single(static m => m.Name == "MoveNext");

    /// <summary>The policy with a function whose code is made here.</summary>
    public static CompiledPolicy With(Action<BadBody> make)
    {
        using var module = ImageReader.Read(Good)!;
        make(new BadBody(module));
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        module.Write(image, new WriterParameters
        {
            WriteSymbols = true,
            SymbolStream = symbols,
            SymbolWriterProvider =
            new PortablePdbWriterProvider()
        });
        return new CompiledPolicy([.. image.ToArray()], [.. symbols.ToArray()]);
    }

    public BadBody Emit(OpCode code)
    {
        Code.Emit(code);
        return this;
    }

    public BadBody Emit(OpCode code, int number)
    {
        Code.Emit(code, number);
        return this;
    }

    public BadBody Emit(OpCode code, string text)
    {
        Code.Emit(code, text);
        return this;
    }

    public BadBody Emit(OpCode code, MethodReference method)
    {
        Code.Emit(code, method);
        return this;
    }

    public BadBody Emit(OpCode code, TypeReference type)
    {
        Code.Emit(code, type);
        return this;
    }

    public BadBody Emit(OpCode code, FieldReference field)
    {
        Code.Emit(code, field);
        return this;
    }

    public BadBody Emit(OpCode code, Instruction target)
    {
        Code.Emit(code, target);
        return this;
    }

    /// <summary>Takes or gives the address of an argument.</summary>
    public BadBody Argument(OpCode code, int index)
    {
        Code.Emit(code, Method.Parameters[index]);
        return this;
    }

    public BadBody Local(OpCode code, int index)
    {
        Code.Emit(code, Method.Body.Variables[index]);
        return this;
    }

    /// <summary>The end of a function that gives its text.</summary>
    public void Return() => Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ret);

    public MethodReference Import(Type type, string name, params Type[] parameters) =>
        name == ".ctor" ? Module.ImportReference(type.GetConstructor(parameters))
            : Module.ImportReference(type.GetMethod(name, parameters));

    public VariableDefinition AddLocal(Type type) => AddLocal(Module.ImportReference(type));

    public VariableDefinition AddLocal(TypeReference type)
    {
        var local = new VariableDefinition(type);
        Method.Body.Variables.Add(local);
        return local;
    }
}

using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metadata;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>The guarantee does not lean on the gates before it: images that no policy text gives are refused too.</summary>
internal sealed class ImageGateTests
{
    private const string Text = "record R(int N); var r = new R(1); foreach (var d in new List<string> { \"a\" }) { if (d.Length == r.N) return Deny(\"x\"); } return Settings.FirstMissing(\"a\", \"b\") is null ? Allow() : Deny(\"y\");";

    private static readonly CompiledPolicy Good = Harness.Compile(Text).Policy!;

    [Test]
    public void Check_compiled_policy_passes() => Assert.That(ImageGate.Check("p", Good), Is.Empty);

    [Test]
    public void Check_bytes_that_are_no_image_are_refused()
    {
        Assert.That(Codes(new CompiledPolicy([1, 2, 3], [])), Is.EqualTo(new[] { "ARG0402" }));
        Assert.That(Codes(new CompiledPolicy([.. Good.Image[..500]], Good.Symbols)), Is.EqualTo(new[] { "ARG0402" }));
        Assert.That(Codes(new CompiledPolicy([.. new byte[300 * 1024]], [])), Is.EqualTo(new[] { "ARG0401" }));
        Assert.That(() => PolicyLoader.Load(new CompiledPolicy([1, 2, 3], [])), Throws.InstanceOf<BadImageFormatException>());
    }

    [Test]
    public void Check_cut_off_image_is_refused_without_an_exception()
    {
        for (var length = 0; length < Good.Image.Length / 2; length += 97) Assert.That(Codes(new CompiledPolicy(Good.Image[..length], Good.Symbols)), Is.Not.Empty, $"{length} bytes");
    }

    [Test]
    public void Check_call_of_an_unlisted_member_is_refused_and_not_loaded()
    {
        var changed = Changed(static m => Insert(m, il => [il.Create(OpCodes.Ldstr, "/etc/passwd"), il.Create(OpCodes.Call, m.ImportReference(typeof(File).GetMethod("ReadAllText", [typeof(string)]))), il.Create(OpCodes.Pop)]));

        Assert.That(Codes(changed), Does.Contain("ARG0406").And.Contain("ARG0407"));
        Assert.That(() => PolicyLoader.Load(changed), Throws.InstanceOf<BadImageFormatException>());
    }

    [Test]
    public void Check_unlisted_overload_of_a_listed_member_is_refused() => AssertRefused("ARG0407", static m =>
        Insert(m, il => [il.Create(OpCodes.Ldstr, "a"), il.Create(OpCodes.Callvirt, m.ImportReference(typeof(string).GetMethod("ToUpper", []))), il.Create(OpCodes.Pop)]));

    [Test]
    public void Check_unused_reference_is_refused() => AssertRefused("ARG0406", static m => m.GetType("Policy").Fields.Add(new FieldDefinition("f", FieldAttributes.Private, m.ImportReference(typeof(System.Reflection.Assembly)))));

    [Test]
    public void Check_other_assembly_is_refused() => AssertRefused("ARG0404", static m => m.AssemblyReferences.Add(new AssemblyNameReference("System.Net.Http", new Version(10, 0))));

    [Test]
    public void Check_native_function_is_refused() => AssertRefused("ARG0405", static m =>
    {
        var native = new ModuleReference("libc");
        m.ModuleReferences.Add(native);
        var method = new MethodDefinition("getpid", MethodAttributes.Static | MethodAttributes.PInvokeImpl, m.TypeSystem.Int32) { PInvokeInfo = new PInvokeInfo(PInvokeAttributes.CallConvCdecl, "getpid", native) };
        m.GetType("Policy").Methods.Add(method);
    });

    [Test]
    public void Check_static_field_is_refused() => AssertRefused("ARG0409", static m => m.GetType("Policy").Fields.Add(new FieldDefinition("kept", FieldAttributes.Static, m.TypeSystem.Int32)));

    [Test]
    public void Check_static_constructor_is_refused() => AssertRefused("ARG0409", static m => Add(m, ".cctor", MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName));

    [Test]
    public void Check_finalizer_is_refused() => AssertRefused("ARG0409", static m => Add(m, "Finalize", MethodAttributes.Virtual | MethodAttributes.Family));

    [Test]
    public void Check_handler_is_refused() => AssertRefused("ARG0412", static m =>
    {
        var method = Add(m, "Catches", MethodAttributes.Private);
        var il = method.Body.GetILProcessor();
        var (start, handler, end) = (il.Create(OpCodes.Nop), il.Create(OpCodes.Pop), method.Body.Instructions[0]);
        il.InsertBefore(end, start);
        il.InsertBefore(end, il.Create(OpCodes.Leave, end));
        il.InsertBefore(end, handler);
        il.InsertBefore(end, il.Create(OpCodes.Leave, end));
        method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Catch) { TryStart = start, TryEnd = handler, HandlerStart = handler, HandlerEnd = end, CatchType = m.TypeSystem.Object });
    });

    [Test]
    public void Check_loop_in_a_finally_is_refused() => AssertRefused("ARG0412", static m =>
    {
        var body = Body(m);
        var handler = body.Body.ExceptionHandlers.Single(static h => h.HandlerType == ExceptionHandlerType.Finally);
        body.Body.GetILProcessor().InsertAfter(handler.HandlerStart, Instruction.Create(OpCodes.Br, handler.HandlerStart));
    });

    [TestCase(Code.Localloc)]
    [TestCase(Code.Cpblk)]
    [TestCase(Code.Initblk)]
    [TestCase(Code.Arglist)]
    [TestCase(Code.Rethrow)]
    [TestCase(Code.Conv_U)]
    public void Check_instruction_outside_verifiable_code_is_refused(Code code)
    {
        var opcode = typeof(OpCodes).GetFields().Select(static f => (OpCode)f.GetValue(null)!).Single(o => o.Code == code);

        AssertRefused("ARG0413", m => Insert(m, il => [il.Create(opcode)]));
    }

    [Test]
    public void Check_indirect_call_is_refused() => AssertRefused("ARG0413", static m => Insert(m, il => [il.Create(OpCodes.Calli, new CallSite(m.TypeSystem.Void))]));

    [Test]
    public void Check_cast_to_a_listed_collection_is_refused() => AssertRefused("ARG0413", static m => Insert(m, il => [il.Create(OpCodes.Ldnull), il.Create(OpCodes.Castclass, new ArrayType(m.TypeSystem.String)), il.Create(OpCodes.Pop)]));

    [Test]
    public void Check_array_of_a_wider_element_is_refused() => AssertRefused("ARG0413", static m =>
        Insert(m, il => [il.Create(OpCodes.Ldc_I4_1), il.Create(OpCodes.Newarr, new ArrayType(m.TypeSystem.String)), il.Create(OpCodes.Pop)]));

    [Test]
    public void Check_variable_for_an_array_of_lists_is_refused() => AssertRefused("ARG0414", static m =>
        Body(m).Body.Variables.Add(new VariableDefinition(new ArrayType(m.ImportReference(typeof(List<string>))))));

    [Test]
    public void Check_box_is_refused() => AssertRefused("ARG0413", static m => Insert(m, il => [il.Create(OpCodes.Ldc_I4_1), il.Create(OpCodes.Box, m.TypeSystem.Int32), il.Create(OpCodes.Pop)]));

    [Test]
    public void Check_changed_helper_is_refused() => AssertRefused("ARG0413", static m =>
    {
        var helper = m.GetTypes().SelectMany(static t => t.Methods).Single(static t => t.Name == "InlineArrayAsReadOnlySpan");
        helper.Body.GetILProcessor().InsertBefore(helper.Body.Instructions[^2], Instruction.Create(OpCodes.Nop));
    });

    [Test]
    public void Check_unchecked_cast_outside_the_helpers_is_refused() => AssertRefused("ARG0413", static m =>
    {
        var cast = m.GetTypes().SelectMany(static t => t.Methods).Where(static t => t.HasBody).SelectMany(static t => t.Body.Instructions).Select(static i => i.Operand).OfType<GenericInstanceMethod>().First(static r => r.Name == "As");
        var other = new GenericInstanceMethod(cast.ElementMethod);
        other.GenericArguments.Add(m.TypeSystem.Int32);
        other.GenericArguments.Add(m.TypeSystem.Int64);
        Insert(m, il => [il.Create(OpCodes.Ldnull), il.Create(OpCodes.Call, other), il.Create(OpCodes.Pop)]);
    });

    [Test]
    public void Check_resource_is_refused() => AssertRefused("ARG0403", static m => m.Resources.Add(new EmbeddedResource("x", ManifestResourceAttributes.Public, [1])));

    [Test]
    public void Check_class_of_another_base_is_refused() => AssertRefused("ARG0408", static m => m.Types.Add(new TypeDefinition("", "Evil", TypeAttributes.Class, m.ImportReference(typeof(List<string>)))));

    [Test]
    public void Check_interface_of_an_enumerator_is_refused() => AssertRefused("ARG0408", static m => m.GetType("Policy").Interfaces.Add(new InterfaceImplementation(m.ImportReference(typeof(IDisposable)))));

    [Test]
    public void Check_image_without_entry_is_refused() => AssertRefused("ARG0402", static m => m.GetType("Policy").Methods.Single(static x => x.Name == "<Factory>").Name = "Other");

    [Test]
    public void Check_large_value_is_refused()
    {
        var tuple = string.Concat(Enumerable.Repeat("(", 6)) + "1" + string.Concat(Enumerable.Range(0, 6).Select(static _ => ", 2L, 3L, 4L, 5L, 6L, 7L)"));
        var compiled = Harness.Compile($"var a = ({tuple}, {tuple}, {tuple});\nreturn a.Item1.Item2 == 1 ? Allow() : Deny(\"x\");");

        Assert.That(compiled.Policy, Is.Not.Null, string.Join('\n', compiled.Diagnostics));
        Assert.That(Codes(compiled.Policy!), Does.Contain("ARG0410"));
    }

    private static string[] Codes(CompiledPolicy policy) => [.. ImageGate.Check("p", policy).Select(static d => d.Code)];

    private static void AssertRefused(string code, Action<ModuleDefinition> change)
    {
        var changed = Changed(change);

        Assert.That(Codes(changed), Does.Contain(code));
        Assert.That(() => PolicyLoader.Load(changed), Throws.InstanceOf<BadImageFormatException>());
    }

    private static CompiledPolicy Changed(Action<ModuleDefinition> change)
    {
        using var module = ImageReader.Read(Good)!;
        change(module);
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        module.Write(image, new WriterParameters { WriteSymbols = true, SymbolStream = symbols, SymbolWriterProvider = new PortablePdbWriterProvider() });
        return new CompiledPolicy([.. image.ToArray()], [.. symbols.ToArray()]);
    }

    private static MethodDefinition Body(ModuleDefinition module) => module.GetTypes().SelectMany(static t => t.Methods).Single(static m => m.Name == "MoveNext");

    private static void Insert(ModuleDefinition module, Func<ILProcessor, Instruction[]> code)
    {
        var il = Body(module).Body.GetILProcessor();
        var first = Body(module).Body.Instructions[0];
        foreach (var instruction in code(il)) il.InsertBefore(first, instruction);
    }

    private static MethodDefinition Add(ModuleDefinition module, string name, MethodAttributes attributes)
    {
        var method = new MethodDefinition(name, attributes, module.TypeSystem.Void);
        method.Body.GetILProcessor().Emit(OpCodes.Ret);
        module.GetType("Policy").Methods.Add(method);
        return method;
    }
}

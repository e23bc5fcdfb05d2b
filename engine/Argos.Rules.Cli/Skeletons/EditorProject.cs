using System.Reflection;
using System.Text;
using Argos.Rules.Compiler.Syntax;
using Argos.Rules.Language;

namespace Argos.Rules.Cli.Skeletons;

/// <summary>
/// A project that no engine reads: it lets an editor complete and type-check `policy.csx` as the top-level program of a small C#
/// project against the reference assembly, and shows the findings of `argos check` as problems of the build.
/// </summary>
internal static class EditorProject
{
    public const string Folder = ".argos";

    private const string Answer = "PolicyAnswer";

    private const string Sequences = "System.Linq";

    /// <summary>The namespaces that are open in a policy; the sequence methods have the names of LINQ.</summary>
    public static IEnumerable<string> Usings() => AllowedUsings.Open
        .Select(static n => n.EndsWith(".Linq", StringComparison.Ordinal) ? Sequences : n).Distinct(StringComparer.Ordinal);

    /// <summary>The project's file.</summary>
    public static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <!-- For editors only: completion and type checks of policy.csx. The engine compiles policy.csx itself; build = check. -->
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>14.0</LangVersion>
            <Nullable>enable</Nullable>
            <ImplicitUsings>disable</ImplicitUsings>
            <UseAppHost>false</UseAppHost>
            <CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>
            <EnableDefaultItems>false</EnableDefaultItems>
            <ArgosCommand Condition="'$(ArgosCommand)' == ''">argos</ArgosCommand>
          </PropertyGroup>
          <ItemGroup>
            <Compile Include="policy.csx" />
            <Compile Include="{Folder}/PolicyGlobals.cs" />
            <None Include="tests.yaml" />
        {Lines(LanguageAssemblies.All, static a => $"""    <Reference Include="{a.GetName().Name}" HintPath="{Folder}/{Path.GetFileName(a.Location)}" />""")}
        {Lines(Usings(), static n => $"""    <Using Include="{n}" />""")}
            <Using Include="PolicyGlobals" Static="true" />
          </ItemGroup>
          <Target Name="ArgosCheck" AfterTargets="Build" Condition="'$(DesignTimeBuild)' != 'true'">
            <Exec Command="$(ArgosCommand) check --output msbuild policy.csx" WorkingDirectory="$(MSBuildProjectDirectory)" />
          </Target>
        </Project>

        """;

    /// <summary>The globals of policies as static members; an outcome converts to what a program returns.</summary>
    public static string Globals()
    {
        var text = new StringBuilder("""
            // Written by `argos new --project`. For editors only: what a policy sees without saying where it comes from.
            #nullable enable
            global using Outcome = PolicyAnswer;

            """);
        foreach (var name in Namespaces()) text.Append($"using {name};\n");
        text.Append("""

            /// <summary>The members of <see cref="PolicyContext"/>.</summary>
            internal static class PolicyGlobals
            {
                private static readonly PolicyContext Context = null!;

            """);
        foreach (var property in typeof(PolicyContext).GetProperties())
        {
            text.Append($"    /// <inheritdoc cref=\"PolicyContext.{property.Name}\"/>\n    public static {TypeNames.Of(property.PropertyType)} {property.Name} => Context.{property.Name};\n\n");
        }
        foreach (var method in typeof(PolicyContext).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(static m => !m.IsSpecialName))
        {
            var parameters = string.Join(", ", method.GetParameters().Select(TypeNames.Of));
            var arguments = string.Join(", ", method.GetParameters().Select(static p => p.Name));
            var call = $"Context.{method.Name}({arguments})";
            var (type, value) = method.ReturnType == typeof(Outcome) ? (Answer, $"new({call})") : (TypeNames.OfReturn(method), call);
            text.Append($"    /// <inheritdoc cref=\"PolicyContext\"/>\n    public static {type} {method.Name}({parameters}) => {value};\n\n");
        }
        text.Append("""
            }

            /// <summary>What a policy returns: to the engine an outcome, to an editor the exit code of a program.</summary>
            internal sealed record PolicyAnswer(Argos.Rules.Language.Outcome Value)
            {
                public static implicit operator int(PolicyAnswer answer) => answer.Value is null ? 1 : 0;
            }

            """);
        return text.ToString();
    }

    /// <summary>Where the types are that the globals name.</summary>
    private static IEnumerable<string> Namespaces() => typeof(PolicyContext).GetProperties().Select(static p => p.PropertyType.Namespace!)
        .Concat(Usings()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static string Lines<T>(IEnumerable<T> items, Func<T, string> line) => string.Join('\n', items.Select(line));
}

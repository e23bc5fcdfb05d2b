using System.Reflection;
using System.Text;
using Argos.Rules.Language;

namespace Argos.Rules.Cli.Skeletons;

/// <summary>
/// A project that no engine reads: it lets an editor complete and type-check `policy.csx` as the top-level program of a small C#
/// project against the reference assembly, and shows the findings of `argos check` as problems of the build.
/// </summary>
internal static class EditorProject
{
    public const string Folder = ".argos";

    public const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <!-- For editors only: completion and type checks of policy.csx. The engine compiles policy.csx itself; build = check. -->
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>14.0</LangVersion>
            <Nullable>enable</Nullable>
            <ImplicitUsings>disable</ImplicitUsings>
            <CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>
            <EnableDefaultItems>false</EnableDefaultItems>
            <ArgosCommand Condition="'$(ArgosCommand)' == ''">argos</ArgosCommand>
          </PropertyGroup>
          <ItemGroup>
            <Compile Include="policy.csx" />
            <Compile Include=".argos/PolicyGlobals.cs" />
            <None Include="tests.yaml" />
            <Reference Include="Argos.Rules.Contracts" HintPath=".argos/Argos.Rules.Contracts.dll" />
            <Reference Include="Argos.Rules.Language" HintPath=".argos/Argos.Rules.Language.dll" />
            <Using Include="System" />
            <Using Include="System.Collections.Generic" />
            <Using Include="System.Linq" />
            <Using Include="Argos.Rules.Language" />
            <Using Include="Argos.Rules.Contracts.Addresses" />
            <Using Include="Argos.Rules.Contracts.Data" />
            <Using Include="Argos.Rules.Contracts.Instances" />
            <Using Include="Argos.Rules.Contracts.Kubernetes" />
            <Using Include="PolicyGlobals" Static="true" />
          </ItemGroup>
          <Target Name="ArgosCheck" AfterTargets="Build" Condition="'$(DesignTimeBuild)' != 'true'">
            <Exec Command="$(ArgosCommand) check --output msbuild policy.csx" WorkingDirectory="$(MSBuildProjectDirectory)" IgnoreStandardErrorWarningFormat="false" />
          </Target>
        </Project>

        """;

    /// <summary>The globals of policies as static members; an outcome converts to what a program returns.</summary>
    public static string Globals()
    {
        var text = new StringBuilder("""
            // Written by `argos new --project`. For editors only: what a policy sees without saying where it comes from.
            #nullable enable
            using System.Collections.Generic;
            using Argos.Rules.Language;

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
            text.Append($"    /// <inheritdoc cref=\"PolicyContext\"/>\n    public static PolicyAnswer {method.Name}({parameters}) => new(Context.{method.Name}({arguments}));\n\n");
        }
        text.Append("""
            }

            /// <summary>What a policy returns: to the engine an <see cref="Outcome"/>, to an editor the exit code of a program.</summary>
            internal readonly record struct PolicyAnswer(Outcome Outcome)
            {
                public static implicit operator int(PolicyAnswer answer) => answer.Outcome is null ? 1 : 0;

                public static implicit operator Outcome(PolicyAnswer answer) => answer.Outcome;
            }

            """);
        return text.ToString();
    }
}

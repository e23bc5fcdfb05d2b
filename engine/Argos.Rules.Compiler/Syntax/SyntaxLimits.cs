namespace Argos.Rules.Compiler.Syntax;

/// <summary>Structural limits that keep binding and emitting cheap; far above what a policy for people to read needs.</summary>
internal static class SyntaxLimits
{
    public const int Depth = 128;

    public const int LambdaDepth = 4;

    public const int Arguments = 32;

    public const int Elements = 512;

    public const int TupleElements = 7;

    public const int TypeArguments = 5;

    public const int Parameters = 12;

    public const int Functions = 100;

    public const int Statements = 2000;

    public const int Reports = 50;
}

namespace Argos.Rules.Demo;

/// <summary>What the command line asks for.</summary>
internal abstract record DemoArguments
{
    /// <summary>Run the story.</summary>
    /// <param name="Once">End after it.</param>
    public sealed record Run(bool Once) : DemoArguments;

    /// <summary>Show the usage.</summary>
    public sealed record Help : DemoArguments;

    /// <summary>An argument that is not known.</summary>
    public sealed record Wrong(string Argument) : DemoArguments;

    public static DemoArguments Parse(string[] args)
    {
        var once = false;
        foreach (var argument in args)
        {
            if (argument is "--help" or "-h") return new Help();
            if (argument is not "--once") return new Wrong(argument);
            once = true;
        }
        return new Run(once);
    }
}

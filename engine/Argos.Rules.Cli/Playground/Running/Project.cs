namespace Argos.Rules.Cli.Playground.Running;

/// <summary>What stands in the editors of a page, and in a file that is shared: texts, as their author wrote them.</summary>
/// <remarks>
/// The generated JSON reader sets an init-only member that is missing to <see langword="null"/>: the members take it for an empty text.
/// </remarks>
internal sealed record Project
{
    /// <summary>The policy's name.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The policy: C#.</summary>
    public string Policy { get; init => field = value ?? ""; } = "";

    /// <summary>Its tests: YAML.</summary>
    public string Tests { get; init => field = value ?? ""; } = "";

    /// <summary>A confirmation to decide: JSON or YAML.</summary>
    public string Input { get; init => field = value ?? ""; } = "";

    /// <summary>Documents by their paths in the data tree: JSON or YAML.</summary>
    public string Data { get; init => field = value ?? ""; } = "";

    /// <summary>The settings of the confirmation's provider: JSON, YAML or the manifest of its ConfigMap.</summary>
    public string Settings { get; init => field = value ?? ""; } = "";

    /// <summary>Facts by kind, as in a tests file: JSON or YAML.</summary>
    public string Facts { get; init => field = value ?? ""; } = "";

    /// <summary>The mutants that no test can notice, as in `mutants.yaml`.</summary>
    public string Mutants { get; init => field = value ?? ""; } = "";

    /// <summary>`register` or `refresh`.</summary>
    public string Operation { get; init => field = value ?? "register"; } = "register";

    /// <summary>The time of the decision; now when empty.</summary>
    public string Now { get; init => field = value ?? ""; } = "";
}

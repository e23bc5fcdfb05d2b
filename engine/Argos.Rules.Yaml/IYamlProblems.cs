namespace Argos.Rules.Yaml;

/// <summary>Collects what is wrong with a YAML text.</summary>
internal interface IYamlProblems
{
    /// <summary>Reports a mistake at a place of the YAML text; both count from 1.</summary>
    void Report(int row, int col, string message);
}

namespace Argos.Rules.Mgmt.Yaml;

/// <summary>What is wrong with a text, and where (from 1).</summary>
internal sealed record TextProblem(string Message, int Row, int Col);

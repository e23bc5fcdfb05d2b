namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>The configuration does not say how to reach the API server. Trying again does not help. The message is one line, whatever it quotes.</summary>
internal sealed class ClusterConfigException(string message, Exception? inner = null) : Exception(OneLine(message), inner)
{
    private const int MaximumLength = 1000;

    private static string OneLine(string message)
    {
        var shown = message.Length > MaximumLength ? $"{message.AsSpan(0, MaximumLength)}..." : message;
        return string.Concat(shown.Select(static c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
    }
}

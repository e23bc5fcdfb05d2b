namespace Argos.Rules.TestKit.Athenz;

/// <summary>A refusal that the agent gets as <c>{"code", "message"}</c>.</summary>
internal sealed class ZtsRefusal(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static ZtsRefusal BadRequest(string message) => new(400, message);

    public static ZtsRefusal Forbidden(string message) => new(403, message);

    public static ZtsRefusal Gateway(string message) => new(504, message);
}

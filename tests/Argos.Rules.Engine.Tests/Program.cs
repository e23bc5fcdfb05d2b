using Argos.Rules.Engine.Tests.Sandbox.Purity;

// The other process of the tests of purity. Its day is told beside the answers, which must not depend on it.
if (args is ["purity"])
{
    Console.Error.Write(TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    Console.Out.Write(string.Join('\n', new PurityProbe().Lines()));
}

using Argos.Rules.Engine.Tests.Sandbox.Purity;

// The other process of the tests of purity.
if (args is ["purity"]) Console.Out.Write(string.Join('\n', new PurityProbe().Lines()));

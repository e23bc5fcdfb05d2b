namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>One refused thing is one diagnostic, at its name: what follows from it is not told once more.</summary>
internal sealed class RefusalCountTests
{
    [TestCase("System.IO.File.ReadAllText(\"x\");", "1:11 ARG0302 the type `System.IO.File` cannot be used in a policy; a policy has no files")]
    [TestCase("var t = System.IO.File.ReadAllText(\"x\").Trim();", "1:19 ARG0302 the type `System.IO.File`")]
    [TestCase("var now = DateTime.UtcNow; var later = now.AddDays(1);", "1:11 ARG0302 the type `DateTime` cannot be used in a policy; the time of the decision is `Now`")]
    [TestCase("var n = new Random().Next();", "1:13 ARG0302 the type `Random`")]
    [TestCase("var g = Guid.NewGuid().ToString();", "1:9 ARG0302 the type `Guid`")]
    [TestCase("System.Threading.Tasks.Task.Run(() => 1);", "1:24 ARG0302 the type `System.Threading.Tasks.Task`")]
    [TestCase("object o = 1;", "1:1 ARG0302 the type `object`")]
    [TestCase("var s = string.Format(\"{0} {1}\", 1, 2);", "1:16 ARG0301 `String.Format(string, object?, object?)` cannot be used in a policy; use an interpolated string")]
    [TestCase("var x = \"a\".GetType().Name;", "1:13 ARG0301 `Object.GetType()`")]
    [TestCase("foreach (var e in Environment.GetEnvironmentVariables()) { }", "1:19 ARG0302 the type `Environment`")]
    [TestCase("var items = new List<Guid>(); var first = items.FirstOrDefault().ToString();", "1:22 ARG0302 the type `Guid`")]
    [TestCase("Random? r = null; var n = r?.Next();", "1:1 ARG0302 the type `Random`")]
    [TestCase("int[] a = [2, 1]; Array.Sort(a);", "1:19 ARG0302 the type `Array`")]
    [TestCase("var up = \"a\".ToUpper().ToLower();", "1:14 ARG0301 `String.ToUpper()`", "1:24 ARG0301 `String.ToLower()`")]
    [TestCase("var d = DateTime.Now - DateTime.UtcNow;", "1:9 ARG0302 the type `DateTime`", "1:24 ARG0302 the type `DateTime`")]
    [TestCase("Console.WriteLine(1);", "1:1 CS0103 there is no `Console` in a policy; put what you want to see into the detail of")]
    [TestCase("var c = new System.Net.Http.HttpClient();", "1:24 CS0234 there is no type `Http` in a policy; a policy has no files")]
    [TestCase("System.Numerics.BigInteger b = 4;", "1:17 CS0234 there is no type `BigInteger`; `argos docs` prints")]
    [TestCase("Wallet w = null;", "1:1 CS0246 there is no type `Wallet`; `argos docs` prints")]
    public void Refused_thing_is_told_once_with_the_way_out(string statement, params string[] expected)
    {
        var found = Harness.Compile(statement + "\nreturn Allow();\n").Diagnostics.Select(static d => $"{d.Location!.Row}:{d.Location.Col} {d.Code} {d.Message}").ToArray();

        Assert.That(found, Has.Length.EqualTo(expected.Length), string.Join('\n', found));
        Assert.That(found.Zip(expected).Select(static f => f.First.StartsWith(f.Second, StringComparison.Ordinal)), Is.All.True, string.Join('\n', found));
    }
}

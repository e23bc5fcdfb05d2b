using Argos.Rules.Testing;

namespace Argos.Rules.Engine.Tests.PolicyTests;

internal sealed class PolicyTestFileReaderTests
{
    private const string Good = "now: 2026-03-01T12:00:00Z\nbase: {}\n";

    [TestCase("", 1, 1, "the file is empty: write at least `now`, `base` and `cases`")]
    [TestCase("# nothing\n", 1, 1, "the file is empty: write at least `now`, `base` and `cases`")]
    [TestCase("- a", 1, 1, "a tests file must be a map")]
    [TestCase("base: {}\ncases: [{name: a}]", 1, 1, "`now` is missing: a case has to know its time")]
    [TestCase("now: 2026-03-01T12:00:00Z\ncases: [{name: a}]", 1, 1, "`base` is missing: it is the confirmation that the cases change")]
    [TestCase("now: soon\nbase: {}\ncases: [{name: a}]", 1, 6, "`now` must be a time such as `2026-03-01T12:00:00Z`")]
    [TestCase(Good, 1, 1, "there are no cases: write at least one")]
    [TestCase(Good + "cases: []", 3, 8, "there are no cases: write at least one")]
    [TestCase(Good + "cases: {name: a}", 3, 8, "`cases` must be a list")]
    [TestCase(Good + "cases:\n- {name: a}\nthings: {}", 5, 1, "the key `things` is unknown in a tests file: the keys are `now`, `settings`, `pods`, `extraPodFields`, `keys`, `certificates`, `data`, `facts`, `base`, `cases`")]
    [TestCase(Good + "cases:\n- {name: a, expects: {}}", 4, 13, "the key `expects` is unknown in a case: the keys are `name`, `now`, `operation`, `with`, `settings`, `pods`, `data`, `facts`, `expect`")]
    [TestCase(Good + "cases:\n- {name: a, expect: {code: x}}", 4, 22, "the key `code` is unknown in `expect`: the keys are `outcome`, `codes`, `attributes`")]
    [TestCase(Good + "cases:\n- {name: a, with: {domian: x}}", 4, 20, "the key `domian` is unknown in `with`: the keys are `provider`, `domain`, `service`, `attestation`, `attributes`")]
    [TestCase(Good + "cases:\n- {name: a, name: b}", 4, 13, "the key `name` is there twice: keep one")]
    [TestCase(Good + "cases:\n- {name: a}\n- {name: a}", 5, 10, "there is another case `a`: names are how a failing case is found")]
    [TestCase(Good + "cases:\n- {operation: refresh}", 4, 3, "a case needs a `name`")]
    [TestCase(Good + "cases:\n- {name: a, operation: renew}", 4, 24, "`operation` must be one of `register`, `refresh`")]
    [TestCase(Good + "cases:\n- {name: a, expect: {outcome: allow}}", 4, 31, "`outcome` must be one of `allowed`, `denied`, `undecided`")]
    [TestCase(Good + "cases:\n- {name: a, expect: {codes: x}}", 4, 29, "`codes` must be a list")]
    [TestCase(Good + "cases:\n- {name: a, expect: denied}", 4, 21, "`expect` must be a map")]
    [TestCase(Good + "cases:\n- {name: a, with: {attributes: {sanIP: [10.1.2.3]}}}", 4, 40, "attribute `sanIP` must be a text, or `null` to remove it")]
    [TestCase(Good + "cases:\n- {name: a, with: {attestation: {token: {key: k}}}}", 4, 47, "the key `k` is not one of `keys`")]
    [TestCase(Good + "cases:\n- {name: a, with: {attestation: {jwt: x}}}", 4, 34, "the key `jwt` is unknown in `attestation`: the keys are `token`, `wrapped`, `json`, `document`")]
    [TestCase(Good + "cases:\n- {name: a, with: {attestation: {token: {claims: {exp: tomorrow}}}}}", 4, 56, "claim `exp` must be seconds, or `now` with an offset such as `now-5m`; quote it to send a text")]
    [TestCase(Good + "keys: {a: {type: dsa}}\ncases:\n- {name: a}", 3, 18, "`type` must be one of `rsa`, `ec`")]
    [TestCase(Good + "certificates: {a: {type: ec}}\ncases:\n- {name: a}", 3, 26, "`type` must be one of `rsa`, `dsa`")]
    [TestCase(Good + "certificates: {a: {published: false}}\ncases:\n- {name: a}", 3, 20, "the key `published` is unknown in a certificate: the keys are `type`, `name`, `region`, `pinned`")]
    [TestCase(Good + "certificates: {a: {name: 'a,CN=b'}}\ncases:\n- {name: a}", 3, 19, "the name of a certificate is made of letters, digits and `-`")]
    [TestCase(Good + "cases:\n- {name: a, with: {attestation: {document: {certificate: c}}}}", 4, 58, "the certificate `c` is not one of `certificates`")]
    [TestCase(Good + "cases:\n- {name: a, with: {attestation: {document: {digest: md5}}}}", 4, 53, "`digest` must be one of `sha1`, `sha256`")]
    [TestCase(Good + "pods: {web-0: {}}\ncases:\n- {name: a}", 3, 8, "`web-0` must be `<namespace>/<name>`")]
    [TestCase(Good + "settings: {a/b: {}}\ncases:\n- {name: a}", 3, 12, "`a/b` must be a provider")]
    [TestCase(Good + "data: {kubernetes/pods/a/b: {}}\ncases:\n- {name: a}", 3, 8, "pods stand under `pods`, which has of them what is replicated")]
    [TestCase(Good + "data: {kubernetes: {}}\ncases:\n- {name: a}", 3, 8, "pods stand under `pods`, which has of them what is replicated")]
    [TestCase(Good + "extraPodFields: [metadata]\ncases:\n- {name: a}", 3, 18, "`metadata` would replicate the managed fields; name the fields of the metadata one by one")]
    [TestCase(Good + "extraPodFields: [spec..x]\ncases:\n- {name: a}", 3, 18,
        "`spec..x` is not a field; write names between dots, such as `metadata.labels`")]
    [TestCase(Good + "data: {a/../b: {}}\ncases:\n- {name: a}", 3, 8, "`a/../b` must be a data path")]
    [TestCase(Good + "cases:\n- {name: &x a}", 4, 10, "anchors are not allowed: remove it")]
    [TestCase(Good + "cases:\n- {name: !!str a}", 4, 10, "tags are not allowed: remove it")]
    [TestCase(Good + "cases: [{name: a}]\n---\nx: 1", 4, 1, "a second document: write one file for each")]
    public void Read_reports_what_is_wrong_with_its_place(string text, int row, int col, string message)
    {
        var diagnostics = new TestDiagnostics("x/tests.yaml");

        PolicyTestFileReader.Read(text, diagnostics);

        var first = diagnostics.Sorted()[0];
        Assert.That(first.Message, Is.EqualTo(message));
        Assert.That((first.Location!.File, first.Location.Row, first.Location.Col), Is.EqualTo(("x/tests.yaml", row, col)));
    }

    [Test]
    public void Read_aliases_are_refused()
    {
        var diagnostics = new TestDiagnostics("x");

        PolicyTestFileReader.Read(Good + "cases:\n- {name: a, settings: &x {p: {}}}\n- {name: b, settings: *x}", diagnostics);

        Assert.That(diagnostics.Sorted().Select(static d => d.Message), Has.Some.EqualTo("aliases are not allowed: write the value out"));
    }

    [TestCase("a: [")]
    [TestCase("a: \"b")]
    [TestCase("a: b: c")]
    public void Read_text_that_is_no_YAML_is_reported(string text)
    {
        var diagnostics = new TestDiagnostics("x");

        Assert.That(PolicyTestFileReader.Read(text, diagnostics), Is.Null);
        Assert.That(diagnostics.Sorted().Single().Message, Does.StartWith("this is not YAML: "));
    }

    [Test]
    public void Read_reports_everything_at_once()
    {
        var diagnostics = new TestDiagnostics("x");

        PolicyTestFileReader.Read("nov: x\ncases:\n- {nam: a}\n- {name: b, operation: 5}", diagnostics);

        Assert.That(diagnostics.Sorted(), Has.Length.GreaterThanOrEqualTo(5));
    }

    [Test]
    public void Read_deep_nesting_is_refused()
    {
        var diagnostics = new TestDiagnostics("x");

        Assert.That(PolicyTestFileReader.Read($"data: {{a: {new string('[', 5000)}", diagnostics), Is.Null);
        Assert.That(diagnostics.Sorted().Single().Message, Does.Contain("deeper than 32 levels"));
    }

    [Test]
    public void Read_file_that_is_too_large_is_refused()
    {
        var diagnostics = new TestDiagnostics("x");

        Assert.That(PolicyTestFileReader.Read(new string('#', PolicyTestFileReader.MaximumBytes + 1), diagnostics), Is.Null);
        Assert.That(diagnostics.Sorted().Single().Message, Does.StartWith("the file is larger than"));
    }
}

using System.Collections.Immutable;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Language;

/// <summary>What a policy sees of attestation data, and what it may not print of it.</summary>
internal sealed class AttestationTests
{
    private const string Token = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lzc3VlciJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

    [TestCase(Token + "\n")]
    [TestCase(" \t\r\n" + Token + "\r\n")]
    [TestCase("\uFEFF" + Token + "\n")]
    public void Token_is_seen_without_what_surrounds_it(string sent)
    {
        var input = Input(sent);

        Assert.That((input.IdentityToken, input.AttestationData), Is.EqualTo((Token, Token)));
        Assert.That(SecretText.Safe($"it is {Token}", input), Is.EqualTo("(withheld: it held attestation data)"));
        Assert.That(SecretText.Safe("signed c2lnbmF0dXJlLW9mLXRoZS10b2tlbg", input), Does.StartWith("(withheld"));
    }

    [Test]
    public void Token_in_a_member_is_seen_without_what_surrounds_it()
    {
        var input = Input("\uFEFF{\"identityToken\": \"" + Token + "\\n\"}\n");

        Assert.That(input.IdentityToken, Is.EqualTo(Token));
        Assert.That(SecretText.Safe($"it is {Token}", input), Does.StartWith("(withheld"));
    }

    [TestCase(" \n")]
    [TestCase("\uFEFF")]
    public void Nothing_but_white_space_is_no_attestation(string sent) => Assert.That(Input(sent).AttestationData, Is.Empty);

    [TestCase("""{"role": "r", "access": "ASIA", "secret": "s3cr3t-s3cr3t", "token": "session-token"}""")]
    [TestCase("""{"access": "ASIA", "token": "session-token"}""")]
    [TestCase("""{"secret": "s3cr3t-s3cr3t", "token": "session-token"}""")]
    [TestCase("""{"role": "r", "token": "session-token"}""")]
    public void Credentials_of_aws_are_hidden(string sent)
    {
        var input = Input(sent);

        Assert.That(input.Attestation["token"].Text, Is.EqualTo("[secret]"));
        Assert.That(input.AttestationData, Does.Not.Contain("session-token").And.Not.Contain("s3cr3t"));
    }

    [Test]
    public void Token_of_another_platform_is_seen_and_cannot_be_printed()
    {
        var input = Input($$"""{"location": "westus", "name": "vm-1", "vmId": "4f1c", "token": "{{Token}}"}""");

        Assert.That(input.Attestation["token"].Text, Is.EqualTo(Token));
        Assert.That(SecretText.Safe(Token, input), Does.StartWith("(withheld"));
        Assert.That(SecretText.Safe("westus, vm-1", input), Is.EqualTo("westus, vm-1"));
    }

    [TestCase("""{"attested": {"proofs": ["x", "TOKEN"]}}""")]
    [TestCase("""{"a": [[{"b": "TOKEN"}]]}""")]
    [TestCase("""{"vm": {"credential": "TOKEN"}}""")]
    public void Token_anywhere_in_the_data_cannot_be_printed(string sent)
    {
        var input = Input(sent.Replace("TOKEN", Token, StringComparison.Ordinal));

        Assert.That(SecretText.Safe($"it is {Token}", input), Does.StartWith("(withheld"));
        Assert.That(SecretText.Of(input).Tokens, Does.Contain(Token));
    }

    [Test]
    public void Nothing_is_printed_beside_more_tokens_than_are_looked_for()
    {
        var many = string.Join(',', Enumerable.Range(0, 100).Select(static i => $"\"t{i}\": \"{Token}{i}\""));

        Assert.That(SecretText.Safe("anything long", Input("{" + many + "}")), Does.StartWith("(withheld"));
    }

    private static PolicyInput Input(string attestation)
    {
        var confirmation = new InstanceConfirmation("p", "media.sports", "api", attestation, ImmutableDictionary<string, string>.Empty);
        return PolicyInputReader.Read(confirmation, InstanceOperation.Register).Input!;
    }
}

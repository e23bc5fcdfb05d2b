using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Engine.Tests.Language.Platforms;

internal sealed class ArnTests
{
    [Test]
    public void Parse_reads_all_parts() =>
        Assert.That(Arn.Parse("arn:aws-cn:ec2:cn-north-1:123456789012:instance/a:b"), Is.EqualTo(new Arn("aws-cn", "ec2", "cn-north-1", "123456789012", "instance/a:b")));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("arn")]
    [TestCase("arn:aws:sts::123456789012")]
    [TestCase("arn:aws:sts::123456789012:")]
    [TestCase("ARN:aws:sts::123456789012:assumed-role/api/s")]
    [TestCase(" arn:aws:sts::123456789012:assumed-role/api/s")]
    [TestCase("arn::sts::123456789012:assumed-role/api/s")]
    [TestCase("arn:aws:::123456789012:assumed-role/api/s")]
    [TestCase("arn:aws:sts::12345678901:assumed-role/api/s")]
    [TestCase("arn:aws:sts::1234567890123:assumed-role/api/s")]
    [TestCase("arn:aws:sts::12345678901a:assumed-role/api/s")]
    [TestCase("arn:aws:sts::１23456789012:assumed-role/api/s")]
    public void Parse_refuses_what_is_none(string? text) => Assert.That(Arn.Parse(text), Is.Null);

    [TestCase("arn:aws:sts::123456789012:assumed-role/media.sports.api/session", "media.sports.api")]
    [TestCase("arn:aws:sts::123456789012:assumed-role/media.sports.api/", null)]
    [TestCase("arn:aws:sts::123456789012:assumed-role/media.sports.api", null)]
    [TestCase("arn:aws:sts::123456789012:assumed-role//session", null)]
    [TestCase("arn:aws:sts::123456789012:assumed-role/path/media.sports.api/session", null)]
    [TestCase("arn:aws:sts::123456789012:federated-user/media.sports.api", null)]
    [TestCase("arn:aws:iam::123456789012:assumed-role/media.sports.api/session", null)]
    [TestCase("arn:aws:sts:us-west-2:123456789012:assumed-role/media.sports.api/session", null)]
    public void AssumedRole_is_the_role_of_a_session(string text, string? expected) => Assert.That(Arn.Parse(text)!.AssumedRole, Is.EqualTo(expected));

    [TestCase("arn:aws:iam::123456789012:role/media.sports.api", "media.sports.api")]
    [TestCase("arn:aws:iam::123456789012:role/teams/sports/media.sports.api", "media.sports.api")]
    [TestCase("arn:aws:iam::123456789012:role/", null)]
    [TestCase("arn:aws:iam::123456789012:role/media.sports.api/", null)]
    [TestCase("arn:aws:iam::123456789012:roles/media.sports.api", null)]
    [TestCase("arn:aws:iam::123456789012:user/media.sports.api", null)]
    [TestCase("arn:aws:iam:us-west-2:123456789012:role/media.sports.api", null)]
    [TestCase("arn:aws:sts::123456789012:role/media.sports.api", null)]
    public void Role_is_the_name_without_its_path(string text, string? expected) => Assert.That(Arn.Parse(text)!.Role, Is.EqualTo(expected));
}

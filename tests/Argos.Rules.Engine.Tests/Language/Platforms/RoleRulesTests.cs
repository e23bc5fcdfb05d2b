using System.Collections.Immutable;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Engine.Tests.Language.Platforms;

internal sealed class RoleRulesTests
{
    private const string Own = "123456789012";
    private const string Second = "210987654321";
    private const string Foreign = "999999999999";

    [TestCase("athenz.aws.us-west-2", ExpectedResult = "us-west-2")]
    [TestCase("athenz.aws.us-gov-east-1", ExpectedResult = "us-gov-east-1")]
    [TestCase("athenz.aws.cn-northwest-1", ExpectedResult = "cn-northwest-1")]
    [TestCase("athenz.aws.eusc-de-east-1", ExpectedResult = "eusc-de-east-1")]
    [TestCase("sys.k8s.aws-us-east-1", ExpectedResult = "us-east-1")]
    [TestCase("acme.aws.ec2", ExpectedResult = "")]
    [TestCase("acme.aws.ec2-prod-1", ExpectedResult = "")]
    [TestCase("sys.auth.zts", ExpectedResult = "")]
    [TestCase("acme.us-west-2.ec2", ExpectedResult = "")]
    [TestCase("acme.aws.us-west", ExpectedResult = "")]
    [TestCase("acme.aws.us-west-", ExpectedResult = "")]
    [TestCase("acme.aws.US-west-2", ExpectedResult = "")]
    [TestCase("us-west-2", ExpectedResult = "us-west-2")]
    [TestCase("", ExpectedResult = "")]
    public string Region_is_never_a_word_that_is_none(string provider) => Rules(provider: provider).Region;

    [Test]
    public void Region_of_the_setting_goes_first() => Assert.That(Rules(settings: """{"awsRegion":"us-east-1"}""", provider: "acme.aws.ec2").Region, Is.EqualTo("us-east-1"));

    [TestCase("acme.aws.ec2", "us-west-2", ExpectedResult = null, Description = "the setting says it")]
    [TestCase("acme.aws.ec2", "us-east-1", ExpectedResult = "document-region")]
    [TestCase("acme.aws.ec2", null, ExpectedResult = "document-region", Description = "nothing says it")]
    [TestCase("acme.aws.aws-us-west-2", null, ExpectedResult = null)]
    [TestCase("athenz.aws.us-east-1", "us-west-2", ExpectedResult = "document-region", Description = "name and setting differ")]
    public string? CheckDocument_compares_the_region_of_setting_and_name(string provider, string? setting)
    {
        var rules = Rules(settings: setting is null ? "{}" : $$"""{"awsRegion":"{{setting}}"}""", provider: provider);

        return rules.CheckDocument(new DocumentCheck { Finding = null, Region = "us-west-2", Account = Own, InstanceId = "i-0abc" })?.Code;
    }

    [TestCase(Own, ExpectedResult = null)]
    [TestCase($"{Own}, {Second},", ExpectedResult = null)]
    [TestCase("", ExpectedResult = "account-missing")]
    [TestCase(" , ", ExpectedResult = "account-missing")]
    [TestCase("12345678901", ExpectedResult = "account-malformed")]
    [TestCase($"{Own},media", ExpectedResult = "account-malformed")]
    public string? CheckAccounts(string accounts) => Rules(accounts: accounts).CheckAccounts()?.Code;

    [TestCase(Own, ExpectedResult = true)]
    [TestCase(Second, ExpectedResult = true)]
    [TestCase(Foreign, ExpectedResult = false)]
    [TestCase("12345678901", ExpectedResult = false)]
    [TestCase("", ExpectedResult = false)]
    [TestCase(null, ExpectedResult = false)]
    public bool IsOwnAccount(string? account) => Rules(accounts: $"{Own},{Second}").IsOwnAccount(account);

    [TestCase("media.sports.api", ExpectedResult = null)]
    [TestCase("api", ExpectedResult = null)]
    [TestCase(null, ExpectedResult = "role-missing")]
    [TestCase("", ExpectedResult = "role-missing")]
    [TestCase("API", ExpectedResult = "role-foreign")]
    [TestCase("media.sports.api2", ExpectedResult = "role-foreign")]
    [TestCase("media.sports.api-service", ExpectedResult = "role-foreign")]
    [TestCase("sports.api", ExpectedResult = "role-foreign")]
    [TestCase(" api", ExpectedResult = "role-foreign")]
    public string? CheckRole(string? role) => Rules().CheckRole(role)?.Code;

    [TestCase($"arn:aws:sts::{Own}:assumed-role/api/s", "api", ExpectedResult = null)]
    [TestCase($"arn:aws:sts::{Second}:assumed-role/api/s", "api", ExpectedResult = null)]
    [TestCase($"arn:aws:sts::{Foreign}:assumed-role/api/s", "api", ExpectedResult = "caller-account")]
    [TestCase($"arn:aws:sts::{Own}:assumed-role/api2/s", "api", ExpectedResult = "caller-role")]
    [TestCase($"arn:aws:sts::{Own}:assumed-role/API/s", "api", ExpectedResult = "caller-role")]
    [TestCase($"arn:aws:sts::{Own}:assumed-role/api/s", null, ExpectedResult = "caller-role")]
    [TestCase($"arn:aws:sts::{Own}:assumed-role/api", "api", ExpectedResult = "caller-foreign")]
    [TestCase($"arn:aws:iam::{Own}:role/api", "api", ExpectedResult = "caller-foreign")]
    [TestCase($"arn:aws:iam::{Own}:user/api", "api", ExpectedResult = "caller-foreign")]
    [TestCase($"arn:aws-cn:sts::{Own}:assumed-role/api/s", "api", ExpectedResult = "caller-foreign")]
    [TestCase("", "api", ExpectedResult = "caller-foreign")]
    [TestCase(null, "api", ExpectedResult = "caller-foreign")]
    public string? CheckCaller(string? arn, string? role) => Rules(accounts: $"{Own},{Second}").CheckCaller(arn, role)?.Code;

    [Test]
    public void CheckCaller_takes_the_configured_partition_only()
    {
        var rules = Rules(settings: """{"awsPartition":"aws-cn"}""");

        Assert.That(rules.CheckCaller($"arn:aws-cn:sts::{Own}:assumed-role/api/s", "api"), Is.Null);
        Assert.That(rules.CheckCaller($"arn:aws:sts::{Own}:assumed-role/api/s", "api")!.Code, Is.EqualTo("caller-foreign"));
    }

    [TestCase($"arn:aws:iam::{Own}:role/media.sports.api", Own, ExpectedResult = null)]
    [TestCase($"arn:aws:iam::{Own}:role/team/api", Own, ExpectedResult = null)]
    [TestCase($"arn:aws:iam::{Foreign}:role/api", Foreign, ExpectedResult = null, Description = "whose account it is, another check asks")]
    [TestCase($"arn:aws:iam::{Own}:role/api/other", Own, ExpectedResult = "role-foreign")]
    [TestCase($"arn:aws:iam::{Own}:role/api", Foreign, ExpectedResult = "caller-account")]
    [TestCase($"arn:aws:iam::{Own}:role/api", null, ExpectedResult = "caller-account")]
    [TestCase($"arn:aws:sts::{Own}:assumed-role/api/s", Own, ExpectedResult = "caller-foreign")]
    [TestCase($"arn:aws-cn:iam::{Own}:role/api", Own, ExpectedResult = "caller-foreign")]
    [TestCase("api", Own, ExpectedResult = "caller-foreign")]
    [TestCase(null, Own, ExpectedResult = "caller-foreign")]
    public string? CheckSubject(string? subject, string? account) => Rules().CheckSubject(subject, account)?.Code;

    [TestCase("us-west-2", Own, "i-0ABC", ExpectedResult = null)]
    [TestCase("us-west-2", Own, "i-0abc", ExpectedResult = null)]
    [TestCase("west-2", Own, "i-0abc", ExpectedResult = "document-region")]
    [TestCase("us-east-1", Own, "i-0abc", ExpectedResult = "document-region")]
    [TestCase("US-WEST-2", Own, "i-0abc", ExpectedResult = "document-region")]
    [TestCase("", Own, "i-0abc", ExpectedResult = "document-region")]
    [TestCase(null, Own, "i-0abc", ExpectedResult = "document-region")]
    [TestCase("us-west-2", Foreign, "i-0abc", ExpectedResult = "document-account")]
    [TestCase("us-west-2", null, "i-0abc", ExpectedResult = "document-account")]
    [TestCase("us-west-2", Own, "i-0abd", ExpectedResult = "document-instance")]
    [TestCase("us-west-2", Own, null, ExpectedResult = "document-instance")]
    public string? CheckDocument(string? region, string? account, string? instance) =>
        Rules().CheckDocument(new DocumentCheck { Finding = null, Region = region, Account = account, InstanceId = instance })?.Code;

    [Test]
    public void CheckDocument_without_an_instance_id_refuses_an_empty_one() =>
        Assert.That(Rules(instance: "").CheckDocument(new DocumentCheck { Finding = null, Region = "us-west-2", Account = Own, InstanceId = "" })!.Code, Is.EqualTo("document-instance"));

    [Test]
    public void CheckDocument_that_is_not_valid_is_refused()
    {
        var document = new DocumentCheck { Finding = new Finding("document-signature", ""), Region = "us-west-2", Account = Own, InstanceId = "i-0abc" };

        Assert.That(Rules().CheckDocument(document), Is.Not.Null);
        Assert.That(Rules().CheckHostDocument(document), Is.Not.Null);
    }

    [Test]
    public void CheckDocument_of_another_region_than_the_setting_is_refused() =>
        Assert.That(Rules(settings: """{"awsRegion":"us-east-1"}""").CheckDocument(new DocumentCheck { Finding = null, Region = "us-west-2", Account = Own, InstanceId = "i-0abc" })!.Code, Is.EqualTo("document-region"));

    [Test]
    public void CheckHostDocument_does_not_ask_for_the_instance()
    {
        Assert.That(Rules().CheckHostDocument(new DocumentCheck { Finding = null, Region = "us-west-2", Account = Own, InstanceId = "i-other" }), Is.Null);
        Assert.That(Rules().CheckHostDocument(new DocumentCheck { Finding = null, Region = "us-west-2", Account = Foreign, InstanceId = "i-0abc" })!.Code, Is.EqualTo("document-account"));
    }

    [TestCase("2", ExpectedResult = true)]
    [TestCase("7", ExpectedResult = true)]
    [TestCase("1", ExpectedResult = false)]
    [TestCase("0", ExpectedResult = false)]
    [TestCase("", ExpectedResult = false)]
    [TestCase("-1", ExpectedResult = false)]
    [TestCase("0x2", ExpectedResult = false)]
    [TestCase(" 2", ExpectedResult = false)]
    [TestCase("99999999999999999999", ExpectedResult = false)]
    public bool HasDomainFeature(string flags)
    {
        var input = Input(Own, "i-0abc", more: (AttributeNames.DomainFeatureFlags, flags));
        Assert.That(input.HasServiceFeature(2), Is.False);
        return input.HasDomainFeature(2);
    }

    [Test]
    public void HasServiceFeature_reads_its_own_attribute() => Assert.That(Input(Own, "i", more: (AttributeNames.ServiceFeatureFlags, "1")).HasServiceFeature(1), Is.True);

    private static RoleRules Rules(string accounts = Own, string settings = "{}", string instance = "i-0abc", string provider = "athenz.aws.us-west-2") =>
        new(Input(accounts, instance, provider), NameRulesFixture.Document(settings));

    private static PolicyInput Input(string accounts, string instance, string provider = "athenz.aws.us-west-2", params (string Name, string Value)[] more)
    {
        var attributes = more.ToImmutableDictionary(static a => a.Name, static a => a.Value).Add(AttributeNames.AwsAccount, accounts).Add(AttributeNames.InstanceId, instance);
        return PolicyInputReader.Read(new InstanceConfirmation(provider, "media.sports", "api", null, attributes), InstanceOperation.Register).Input!;
    }
}

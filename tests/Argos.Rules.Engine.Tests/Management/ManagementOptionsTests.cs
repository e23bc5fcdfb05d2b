using System.ComponentModel.DataAnnotations;
using Argos.Rules.Core.Sync;
using Argos.Rules.Engine.Management;

namespace Argos.Rules.Engine.Tests.Management;

internal sealed class ManagementOptionsTests
{
    [TestCase("127.0.0.1:8181", true)]
    [TestCase("8181", false)]
    [TestCase("", false)]
    public void Listen_must_be_an_address_with_a_port(string listen, bool valid) =>
        Assert.That(IsValid(new ManagementOptions { Listen = listen }), Is.EqualTo(valid));

    [TestCase("mgmt", true)]
    [TestCase("No Name", false)]
    public void Required_sources_need_sound_names(string name, bool valid) =>
        Assert.That(IsValid(new SyncOptions { RequiredSources = [name] }), Is.EqualTo(valid));

    private static bool IsValid(object options) => Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true);
}

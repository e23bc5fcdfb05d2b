using Argos.Rules.Compiler;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Engine.Tests.Management;

internal sealed class PolicyApiTests : ManagementTest
{
    [Test]
    public async Task Put_puts_a_policy_into_force_and_get_shows_it()
    {
        var put = await Host.SendAsync("PUT", "/v1/policies/argos/stock/kubernetes.csx", "return Allow();");

        Assert.That((put.Status, put.Text), Is.EqualTo((200, "{}")));
        Assert.That((await Host.SendAsync("GET", "/v1/policies/argos/stock/kubernetes.csx")).Text, Is.EqualTo("""{"result":{"id":"argos/stock/kubernetes.csx","raw":"return Allow();"}}"""));
        Assert.That((await Host.SendAsync("GET", "/v1/policies")).Text, Is.EqualTo("""{"result":[{"id":"argos/stock/kubernetes.csx","raw":"return Allow();"}]}"""));
        Assert.That(Host.Store.Current.Policies.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task An_id_may_be_percent_encoded()
    {
        await Host.SendAsync("PUT", "/v1/policies/a%2Fb%2Fc.csx", "return Allow();");

        Assert.That((await Host.SendAsync("GET", "/v1/policies/a/b/c.csx")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Put_of_a_text_with_errors_is_400_with_places_and_keeps_the_last_good_one()
    {
        await Host.SendAsync("PUT", "/v1/policies/p", "good");

        var reply = await Host.SendAsync("PUT", "/v1/policies/p", "broken");

        Assert.That((reply.Status, reply.Code), Is.EqualTo((400, "invalid_parameter")));
        var error = reply.Body.GetProperty("errors")[0];
        Assert.That(error.GetProperty("code").GetString(), Is.EqualTo("CS0103"));
        Assert.That(error.GetProperty("location").GetRawText(), Is.EqualTo("""{"file":"p","row":3,"col":7}"""));
        Assert.That(Host.Store.Current.Policies.Find("p")!.Source, Is.EqualTo("good"));
    }

    [Test]
    public async Task Put_of_one_policy_too_many_is_400_and_changes_nothing()
    {
        Host.Limits.Maximum = 2;
        foreach (var id in (string[])["a", "b"]) Assert.That((await Host.SendAsync("PUT", $"/v1/policies/{id}", "good")).Status, Is.EqualTo(200));
        var before = Host.Store.Current;

        var reply = await Host.SendAsync("PUT", "/v1/policies/c", "good");

        Assert.That((reply.Status, reply.Code), Is.EqualTo((400, "invalid_parameter")));
        Assert.That(reply.Body.GetProperty("errors")[0].GetProperty("code").GetString(), Is.EqualTo(PolicyLimits.Code));
        Assert.That(Host.Store.Current, Is.SameAs(before));
        await Host.SendAsync("DELETE", "/v1/policies/a");
        Assert.That((await Host.SendAsync("PUT", "/v1/policies/c", "good")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Put_of_a_text_that_does_not_compile_is_400_with_the_compilers_errors()
    {
        using var activator = new PolicyActivator((id, source, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, source, cancellation)), _ => null);
        Host.Activate = activator.ActivateAsync;

        var bad = await Host.SendAsync("PUT", "/v1/policies/p.csx", "return Allow()\nreturn Nothing();");
        var good = await Host.SendAsync("PUT", "/v1/policies/p.csx", "return Deny(\"closed\");");

        Assert.That(bad.Status, Is.EqualTo(400));
        Assert.That(bad.Body.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("code").GetString()), Does.Contain("CS1002"));
        Assert.That(good.Status, Is.EqualTo(200), good.Text);
    }

    [Test]
    public async Task Put_of_the_same_text_again_compiles_nothing_and_changes_nothing()
    {
        await Host.SendAsync("PUT", "/v1/policies/p", "good", ("Argos-Source", "mgmt"));
        var before = Host.Store.Current;
        Host.Activate = (_, _, _, _) => throw new InvalidOperationException("must not be called");

        var reply = await Host.SendAsync("PUT", "/v1/policies/p", "good", ("Argos-Source", "mgmt"));

        Assert.That((reply.Status, reply.Text), Is.EqualTo((200, "{}")));
        Assert.That(Host.Store.Current, Is.SameAs(before));
    }

    [Test]
    public async Task Put_of_the_same_text_by_a_person_takes_nothing_over()
    {
        Host.Store.ChangePolicies(static policies => policies.With(Policies.Active("p", "good", "mgmt")));
        var before = Host.Store.Current;

        await Host.SendAsync("PUT", "/v1/policies/p", "good");

        Assert.That(Host.Store.Current, Is.SameAs(before));
    }

    [Test]
    public async Task Put_of_the_same_text_by_another_source_changes_the_owner_only()
    {
        await Host.SendAsync("PUT", "/v1/policies/p", "good");

        await Host.SendAsync("PUT", "/v1/policies/p", "good", ("Argos-Source", "mgmt"));

        Assert.That(Host.Store.Current.Policies.Find("p")!.Owner, Is.EqualTo("mgmt"));
    }

    [Test]
    public async Task Writes_of_one_policy_take_effect_in_their_order_however_long_they_compile()
    {
        var slow = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        Host.Activate = async (id, source, owner, _) =>
        {
            if (source == "first")
            {
                started.SetResult();
                await slow.Task;
            }
            return Policies.Activated(id, source, owner);
        };

        var first = Host.SendAsync("PUT", "/v1/policies/p", "first");
        await started.Task;
        var other = await Host.SendAsync("PUT", "/v1/policies/other", "second");
        var second = Host.SendAsync("PUT", "/v1/policies/p", "second");
        slow.SetResult();
        await Task.WhenAll(first, second);

        Assert.That(other.Status, Is.EqualTo(200));
        Assert.That(Host.Store.Current.Policies.Find("p")!.Source, Is.EqualTo("second"));
    }

    [Test]
    public async Task Delete_takes_a_policy_out_of_force()
    {
        await Host.SendAsync("PUT", "/v1/policies/a/p", "good");

        var first = await Host.SendAsync("DELETE", "/v1/policies/a/p");
        var second = await Host.SendAsync("DELETE", "/v1/policies/a/p");

        Assert.That((first.Status, first.Text), Is.EqualTo((200, "{}")));
        Assert.That((second.Status, second.Code), Is.EqualTo((404, "resource_not_found")));
        Assert.That((await Host.SendAsync("GET", "/v1/policies/a/p")).Code, Is.EqualTo("resource_not_found"));
    }

    [Test]
    public async Task Put_of_two_mebibytes_is_413()
    {
        var reply = await Host.SendAsync("PUT", "/v1/policies/p", new string(' ', 2 * 1024 * 1024));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((413, "invalid_parameter")));
    }

    [Test]
    public async Task Put_of_bytes_that_are_no_utf8_is_400()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/policies/p") { Content = new ByteArrayContent([0xff, 0xfe]) };

        Assert.That((await Host.SendAsync(request)).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task An_engine_failure_is_500_without_details()
    {
        Host.Activate = (_, _, _, _) => throw new InvalidOperationException("a secret");

        var reply = await Host.SendAsync("PUT", "/v1/policies/p", "good");

        Assert.That((reply.Status, reply.Code), Is.EqualTo((500, "internal_error")));
        Assert.That(reply.Text, Does.Not.Contain("secret"));
    }
}

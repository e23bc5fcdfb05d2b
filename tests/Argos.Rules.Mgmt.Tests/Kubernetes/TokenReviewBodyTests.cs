using System.Text;
using System.Text.Json;
using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Tests.Kubernetes;

public sealed class TokenReviewBodyTests
{
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("5")]
    [TestCase("{}")]
    [TestCase("{\"status\":[]}")]
    [TestCase("{")]
    public void Answer_that_is_no_review_is_no_answer(string body) => Assert.That(() => ReadAsync(body), Throws.InstanceOf<JsonException>());

    [TestCase("{\"status\":{\"authenticated\":true,\"audiences\":[]}}")]
    [TestCase("{\"status\":{\"authenticated\":\"true\",\"audiences\":[\"zts\"]}}")]
    [TestCase("{\"status\":{\"authenticated\":true,\"audiences\":[\"zts\"],\"error\":\"expired\"}}")]
    public async Task Review_without_a_clear_yes_is_a_no(string body) => Assert.That(await ReadAsync(body), Is.EqualTo("{\"authenticated\":false}"));

    private static async Task<string> ReadAsync(string body)
    {
        using var content = new StringContent(body);
        return Encoding.UTF8.GetString(await TokenReviewBody.ReadStatusAsync(content, CancellationToken.None));
    }
}

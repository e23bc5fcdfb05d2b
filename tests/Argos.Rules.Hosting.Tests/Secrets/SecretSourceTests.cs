using Argos.Rules.Hosting.Secrets;

namespace Argos.Rules.Hosting.Tests.Secrets;

internal sealed class SecretSourceTests
{
    [Test]
    public async Task File_is_read_each_time_and_without_a_byte_order_mark()
    {
        var file = Path.GetTempFileName();
        var source = SecretSource.FromFile(file);
        await File.WriteAllTextAsync(file, "\ufefffirst");
        Assert.That(source.Read(), Is.EqualTo("first"));
        await File.WriteAllTextAsync(file, "second");
        Assert.That(await source.ReadAsync(CancellationToken.None), Is.EqualTo("second"));
        File.Delete(file);
    }

    [Test]
    public void Endless_file_is_given_up()
    {
        var source = SecretSource.FromFile("/dev/zero");

        Assert.That(source.Read, Throws.TypeOf<IOException>().With.Message.Contains("longer than 4 MiB"));
        Assert.That(async () => await source.ReadAsync(CancellationToken.None), Throws.TypeOf<IOException>());
    }

    [Test]
    public void Text_is_not_printed()
    {
        Assert.That(SecretSource.FromText("secret").ToString(), Is.EqualTo("(given by value)"));
        Assert.That(SecretSource.FromText("secret").Read(), Is.EqualTo("secret"));
    }
}

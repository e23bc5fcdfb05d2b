using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Argos.Rules.Auditing;
using Argos.Rules.Auditing.Chain;
using Argos.Rules.Contracts.Auditing;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Audit.Chain;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Audit;

/// <summary>What a record costs, and how fast logs are verified and replayed.</summary>
internal static class AuditRun
{
    private const int Warm = 20_000;
    private const int Measured = 200_000;
    private const int Replayed = 100_000;
    private const long VerifiedBytes = 256L << 20;

    public static async Task<int> RunAsync()
    {
        using var scene = await AuditScene.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("argos-audit-bench-").FullName;
        try
        {
            var cost = RecordCost(scene);
            var verify = Verify(scene, Path.Combine(folder, "verify.jsonl"));
            var replay = await ReplayAsync(scene, Path.Combine(folder, "replay.jsonl"), folder);
            return cost && verify && replay ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool RecordCost(AuditScene scene)
    {
        var records = scene.Records(evidence: false);
        var (before, beforeBytes) = Before(scene, records);
        var (complete, completeBytes) = Complete(scene, records);
        Line($"record without what was added, no chain: {before:0.00} µs, {beforeBytes} bytes");
        Line($"complete, chained record:                {complete:0.00} µs, {completeBytes} bytes");
        Line($"more:                                    {complete - before:0.00} µs (at most 5), {completeBytes - beforeBytes} bytes (at most 1,024)");
        return complete - before <= 5 && completeBytes - beforeBytes <= 1024;
    }

    private static (double Microseconds, long Bytes) Before(AuditScene scene, AuditRecord[] records)
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        using var json = new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { Encoder = AuditLines.Encoder, SkipValidation = true });
        var bare = records.Select(static r => r.Decision! with { Settings = null, Documents = [], PolicySetDigest = null, DataDigest = null }).ToArray();
        return Best(i =>
        {
            if (output.WrittenCount > 1 << 19) output.ResetWrittenCount();
            var start = output.WrittenCount;
            json.Reset(output);
            json.WriteStartObject();
            json.WriteString("time"u8, TimeProvider.System.GetUtcNow());
            AuditScene.Bare(scene.Confirmation(i), bare[i % bare.Length]).Write(json);
            json.WriteEndObject();
            json.Flush();
            output.Write("\n"u8);
            return output.WrittenCount - start;
        });
    }

    private static (double Microseconds, long Bytes) Complete(AuditScene scene, AuditRecord[] records)
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        using var lines = new AuditLines(new AuditOrigin("identityd-7d9f6c5b4-x2x8v", "0123456789abcdef0123456789abcdef", "0.1.0+0123456789abcdef0123456789abcdef01234567"));
        var link = AuditLink.Beginning;
        return Best(i =>
        {
            if (output.WrittenCount > 1 << 19) output.ResetWrittenCount();
            var start = output.WrittenCount;
            link = lines.Write(output, AuditScene.Complete(scene.Confirmation(i), records[i % records.Length].Decision!), link);
            return output.WrittenCount - start;
        });
    }

    /// <summary>The best of five: what else the machine does only makes it slower.</summary>
    private static (double Microseconds, long Bytes) Best(Func<int, int> write)
    {
        for (var i = 0; i < Warm; i++) write(i);
        var (best, bytes) = (double.MaxValue, 0L);
        for (var round = 0; round < 5; round++)
        {
            bytes = 0;
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Measured; i++) bytes += write(i);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMicroseconds / Measured);
        }
        return (best, bytes / Measured);
    }

    private static bool Verify(AuditScene scene, string file)
    {
        var records = scene.Records(evidence: false);
        using (var batch = Batch(file))
        using (var stream = File.Create(file))
        {
            for (var i = 0; stream.Length < VerifiedBytes; i++) Write(batch, stream, records[i % records.Length]);
            Close(batch, stream);
        }
        var best = 0.0;
        for (var round = 0; round < 3; round++)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            var started = Stopwatch.GetTimestamp();
            var reader = new AuditLineReader(stream);
            var verifier = new ChainVerifier(new CheckpointTrust([], "", null));
            while (reader.TryRead(out var line)) verifier.Add(file, reader.Number, line);
            var result = verifier.Finish();
            if (result.FindingsInAll > 0) throw new InvalidOperationException(result.Findings[0].Message);
            best = Math.Max(best, stream.Length / 1e6 / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        Line($"verify, one processor:                   {best:0} MB/s (at least 100)");
        return best >= 100;
    }

    private static async Task<bool> ReplayAsync(AuditScene scene, string file, string folder)
    {
        var records = scene.Records(evidence: true);
        using (var batch = Batch(file))
        await using (var stream = File.Create(file))
        {
            Write(batch, stream, scene.Activation());
            for (var i = 0; i < Replayed; i++) Write(batch, stream, records[i % records.Length]);
            Close(batch, stream);
        }
        var started = Stopwatch.GetTimestamp();
        await using var argos = ChildProcess.StartDotnet("argos", BuiltOutput.Cli, ["replay", file], folder);
        var exit = await argos.WaitForExitAsync(CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (exit != 0) throw new InvalidOperationException(argos.Log.Last(20));
        Line($"replay of {Replayed} decisions, {new FileInfo(file).Length >> 20} MiB, whole program: {seconds:0.0} s (at most 60)");
        return seconds < 60;
    }

    private static AuditBatch Batch(string file) => new(
        new AuditLines(new AuditOrigin("identityd-7d9f6c5b4-x2x8v", "0123456789abcdef0123456789abcdef", "0.1.0")), new Unsigned(), new AuditOptions { File = file + ".none" }, TimeProvider.System);

    private static void Write(AuditBatch batch, Stream stream, AuditEntry entry)
    {
        batch.Add(entry, lost: 0);
        if (batch.IsFull) Flush(batch, stream);
    }

    private static void Close(AuditBatch batch, Stream stream)
    {
        batch.Close(lost: 0, last: true);
        Flush(batch, stream);
    }

    private static void Flush(AuditBatch batch, Stream stream)
    {
        stream.Write(batch.Text);
        batch.Committed();
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed class Unsigned : IAuditSigner
    {
        public AuditSignature? Sign(byte[] statement) => null;
    }
}

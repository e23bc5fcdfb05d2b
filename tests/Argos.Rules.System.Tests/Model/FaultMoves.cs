using System.Net;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Model;

/// <summary>What goes wrong between and inside the processes, drawn at random.</summary>
internal sealed class FaultMoves(FakeApiServer server, ManualTime time, Random random)
{
    private bool _held;

    /// <summary>Does one thing and tells what it was.</summary>
    public string Move()
    {
        switch (random.Next(11))
        {
            case 0:
                server.CutWatches();
                return "watches cut";
            case 1:
                server.EndWatches();
                return "watches ended";
            case 2:
                server.ExpireWatches();
                return "watches expired";
            case 3:
                server.SendBookmarks();
                return "bookmarks";
            case 4:
                server.Faults.DuplicateEvents = !server.Faults.DuplicateEvents;
                return "duplicates";
            case 5:
                server.Objects.Compact();
                return "compacted";
            case 6:
                return Fail();
            case 7:
                time.Advance(TimeSpan.FromSeconds(random.Next(1, 40)));
                return "time passes";
            default:
                return Hold();
        }
    }

    /// <summary>Everything works again.</summary>
    public void Stop()
    {
        server.Faults.DuplicateEvents = false;
        server.Faults.ReleaseWatches(reverse: random.Next(2) == 0);
    }

    private string Hold()
    {
        _held = !_held;
        if (_held) server.Faults.HoldWatches();
        else server.Faults.ReleaseWatches(reverse: random.Next(2) == 0);
        return _held ? "events held" : "events released";
    }

    private string Fail()
    {
        var status = random.Next(4) switch
        {
            0 => HttpStatusCode.Gone,
            1 => HttpStatusCode.TooManyRequests,
            2 => HttpStatusCode.InternalServerError,
            _ => HttpStatusCode.ServiceUnavailable,
        };
        var verb = random.Next(2) == 0 ? "list" : "watch";
        server.Faults.Fail(status, random.Next(1, 4), request => request.Verb == verb);
        return $"{verb} fails with {status}";
    }
}

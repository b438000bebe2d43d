using System.Diagnostics;
using Atmosphere.Engine.Bench;
using Atmosphere.Load;

namespace Atmosphere.Figures.Bench;

/// <summary>The application as a process, over HTTP, with a Slack and a recogniser that answer at once.</summary>
internal static class PathFigures
{
    private const int Callers = 32;
    private const int SteadyRate = 500;
    private const int FinalisedPerSecond = 10;

    public static async Task MeasureAsync(TimeSpan duration)
    {
        await using var target = await Targets.OneProcessAsync(BenchEngine.Name, Build.Own);
        await using var votes = await VoteCallers.StartAsync(target, Callers);
        var (taken, work) = await MeasuredAsync(duration, duration * 2, votes, () => target.ProcessorTime);
        Timings signature;
        double signatureWork;
        await using (var bare = await BareServer.StartAsync(target.World.SlackOptions.SigningSecrets[0]))
        {
            await using var elsewhere = votes.At(() => bare.Address);
            (signature, signatureWork) = await MeasuredAsync(duration / 2, duration, elsewhere, () => bare.ProcessorTime);
        }

        Timings commit;
        await using (var group = new GroupCommitFloor()) commit = await Timings.ClosedLoopAsync(Callers, duration / 5, duration, (_, _) => group.WriteOneAsync());
        Figure.Print("signed votes over HTTP, durable, beside the signature check alone", taken.PerSecond, "votes/s", signature.PerSecond, "0.5 of the lower floor");
        Figure.Print("the same, beside bare group-committed inserts", taken.PerSecond, "votes/s", commit.PerSecond);
        Figure.Print("the same, p50", taken.Median.TotalMilliseconds, "ms", signature.Median.TotalMilliseconds);
        Figure.Print("the same, p99", taken.Percentile99.TotalMilliseconds, "ms", signature.Percentile99.TotalMilliseconds);

        Figure.Print("the same, processor time of the server, with everything that follows from the vote", work, "µs", signatureWork);

        if (taken.PerSecond > SteadyRate)
        {
            var steady = await Timings.OpenLoopAsync(SteadyRate, duration * 2, i => votes.VoteAsync(i % Callers, i));
            Figure.Print($"votes at {SteadyRate}/s, p99", steady.Percentile99.TotalMilliseconds, "ms", aim: "below 50");
        }
        else
        {
            Console.WriteLine($"votes at {SteadyRate}/s, p99: not measured, this machine takes fewer a second at present");
        }

        await FinalisedAsync(target, (int)(duration.TotalSeconds * FinalisedPerSecond));
    }

    /// <returns>The votes, and the microseconds of processor time that each took.</returns>
    private static async Task<(Timings Taken, double Work)> MeasuredAsync(TimeSpan warmUp, TimeSpan duration, VoteCallers votes, Func<TimeSpan> used)
    {
        await Timings.ClosedLoopAsync(Callers, TimeSpan.Zero, warmUp, votes.VoteAsync);
        var (before, watch) = (used(), Stopwatch.StartNew());
        var taken = await Timings.ClosedLoopAsync(Callers, TimeSpan.Zero, duration, votes.VoteAsync);
        return (taken, (used() - before).TotalMicroseconds / (taken.PerSecond * watch.Elapsed.TotalSeconds));
    }

    /// <summary>From process start to the first page, without the face service.</summary>
    public static async Task StartAsync()
    {
        using var folder = new TemporaryFolder();
        var watch = Stopwatch.StartNew();
        await using var api = AtmosphereProcess.Launch(
            Build.Own, "Api", ["--environment=Development", $"--Data:Folder={folder.Path}", "--FaceService:NodePath=/bin/true", "--Slack:BotToken="]);
        using var http = new HttpClient { BaseAddress = api.Address };
        await FirstAsync(http, "/signin");
        var taken = watch.Elapsed;

        watch.Restart();
        await using var bare = await BareServer.StartAsync("0123456789abcdef");
        Figure.Print("start to the first page, beside a bare server's", taken.TotalSeconds, "s", watch.Elapsed.TotalSeconds, "1.5 s");

        static async Task FirstAsync(HttpClient http, string path)
        {
            using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (!await BareServer.AnswersAsync(http, path)) await pulse.WaitForNextTickAsync();
        }
    }

    /// <summary>From the second vote's answer to the message that names the person.</summary>
    private static async Task FinalisedAsync(Target target, int faces)
    {
        await using var load = new VoteLoad(target.World, () => target.Address, Target.CameraToken, seed: 2);
        var sample = new List<TimeSpan>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < faces; i++)
        {
            var face = await load.BringAsync(new Random(1000 + i));
            foreach (var voter in face.Agreeing) await load.PressAsync(new(face.FaceId, voter, face.PersonId, VotedFace.NextActionTs()));
            var begun = watch.Elapsed;
            using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
            while (!target.World.HasTagged(face.FaceId)) await pulse.WaitForNextTickAsync();
            sample.Add(watch.Elapsed - begun);
        }

        var taken = Timings.Of(faces / watch.Elapsed.TotalSeconds, sample);
        Figure.Print("from the vote to the final message, p50", taken.Median.TotalMilliseconds, "ms");
        Figure.Print("from the vote to the final message, p99", taken.Percentile99.TotalMilliseconds, "ms");
    }
}

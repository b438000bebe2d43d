using System.Globalization;
using Atmosphere.Embedded.Hosting;
using Atmosphere.Grains.Channels;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Office.Bench.People;
using Atmosphere.Office.Bench.Pictures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atmosphere.Office.Bench;

/// <summary>Many faces wait for a place in one channel, and ask for it as their pumps do. People answer: now and then, all of a sudden many, and again now and then.</summary>
internal sealed class WaitingLine
{
    private const string ChannelId = "C0FACES";

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly OneThread _thread;
    private readonly TurnQueue _turns;
    private readonly VirtualClock _clock;
    private readonly EmbeddedEngine _engine;
    private readonly Backoff _backoff;
    private readonly Dice _dice = new(1);
    private readonly HashSet<int> _waiting = [];
    private readonly Queue<string> _open = new();
    private readonly Queue<DateTimeOffset> _free = new();
    private readonly List<(double Seconds, int Rank)> _taken = [];
    private long _calls;

    private WaitingLine()
    {
        _thread = new OneThread(_dice.Fork(), Start);
        _turns = new TurnQueue(_thread);
        _clock = new VirtualClock(_thread, _turns);
        _backoff = new Backoff(_dice.Fork().Fraction);
        var album = new Album();
        _engine = VirtualServer.Build(
            _turns,
            _clock,
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            new CalmStore(new Disk()),
            _dice.Fork().Fraction,
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Asking:Channel"] = ChannelId }).Build(),
            services => services
                .AddSingleton<IRecogniser>(new Recogniser(album, new Likeness(_dice.Fork()), _clock))
                .AddSingleton<ISlack>(new Channel(new Workspace(_thread, []), _clock))
                .AddSingleton<ICropper>(new AlbumCropper(album, _clock))
                .AddSingleton<ICropStore>(new Shelf())
                .AddSingleton<ICatalogue>(new Judge())
                .AddSingleton<IAudit>(new NoAudit()));
    }

    /// <param name="waiting">Faces beside those that are asked about already.</param>
    public static IEnumerable<string> Describe(int waiting)
    {
        var line = new WaitingLine();
        var open = new AskingOptions().MaxOpen;
        line.Begin(waiting + open);
        line.Pass(TimeSpan.FromMinutes(20));
        yield return line.Measure("nobody answers", TimeSpan.FromMinutes(30), TimeSpan.Zero);
        yield return line.Measure("an answer every 5 minutes", TimeSpan.FromHours(3), TimeSpan.FromMinutes(5));
        yield return line.Measure("an answer every 10 seconds, all of a sudden", TimeSpan.FromMinutes(20), TimeSpan.FromSeconds(10));
        yield return line.Measure("an answer every 2 seconds, all of a sudden", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(2));
        yield return line.Measure("an answer every 5 minutes", TimeSpan.FromHours(3), TimeSpan.FromMinutes(5));
    }

    private void Begin(int faces)
    {
        _ = _turns.Start(async () =>
        {
            await _engine.StartAsync(CancellationToken.None);
            for (var face = 0; face < faces; face++)
            {
                var number = face;
                _ = _turns.Start(() => AskAsync(number));
                await _clock.Delay(TimeSpan.FromSeconds(0.5));
            }
        });
        while (_waiting.Count + _open.Count < faces) Pass(TimeSpan.FromMinutes(1));
    }

    private async Task AskAsync(int face)
    {
        _waiting.Add(face);
        while (true)
        {
            _calls++;
            var answer = await _engine.Client.GetGrain<IChannelGrain>(ChannelId).TakeSlot(new() { FaceId = Name(face), Asks = true, Quality = Quality(face), Side = Side(face) });
            if (answer.Granted) break;
            await _clock.Delay(_backoff.Spread(answer.Wait));
        }

        _waiting.Remove(face);
        _open.Enqueue(Name(face));
        if (_free.TryDequeue(out var since)) _taken.Add(((_thread.Now - since).TotalSeconds, _waiting.Count(other => IsBetter(other, face))));
    }

    private string Measure(string what, TimeSpan time, TimeSpan between)
    {
        (_calls, var before) = (0, _thread.Now);
        _taken.Clear();
        if (between > TimeSpan.Zero)
        {
            for (var passed = TimeSpan.Zero; passed < time; passed += between)
            {
                _free.Enqueue(_thread.Now);
                _ = _turns.Start(() => _engine.Client.GetGrain<IChannelGrain>(ChannelId).Release(_open.Dequeue()));
                Pass(between);
            }
        }
        else
        {
            Pass(time);
        }

        var minutes = (_thread.Now - before).TotalMinutes;
        var taken = _taken.Count == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"; {_taken.Count} free places were taken after {Half(_taken.Select(each => each.Seconds)):0.0} s (half of them), {_taken.Max(each => each.Seconds):0.0} s (the last), {_taken.Count(each => each.Rank < 3)} of them by one of the three best, in the mean by number {_taken.Average(each => each.Rank) + 1:0.0}");
        return string.Create(CultureInfo.InvariantCulture, $"{what}: {_waiting.Count} wait, {_calls / minutes:#,0} calls a minute{taken}");
    }

    private void Pass(TimeSpan time)
    {
        var until = _thread.Now + time;
        var alarm = false;
        _ = _turns.Start(async () =>
        {
            await _clock.Delay(time);
            alarm = true;
        });
        while (!alarm && _thread.Step(until))
        {
        }
    }

    private static double Half(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : double.NaN;

    private static bool IsBetter(int one, int other) => (Quality(one), Side(one), -one).CompareTo((Quality(other), Side(other), -other)) > 0;

    private static string Name(int face) => $"face-{face:d6}";

    private static FaceQuality Quality(int face) => (FaceQuality)(1 + (face * 7 % 3));

    private static int Side(int face) => 60 + (face * 37 % 200);
}

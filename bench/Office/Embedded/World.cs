using System.Globalization;
using Atmosphere.Embedded.Hosting;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Training;
using Atmosphere.Office.Bench.People;
using Atmosphere.Office.Bench.Pictures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atmosphere.Office.Bench;

/// <summary>The office: cameras, people and the product between them, on one thread and on virtual time.</summary>
internal sealed class World
{
    private const string ChannelId = "C0FACES";

    /// <summary>A Monday.</summary>
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly OneThread _thread;
    private readonly TurnQueue _turns;
    private readonly EmbeddedEngine _engine;
    private readonly Workspace _workspace;
    private readonly Dice _dice;
    private readonly Diary _diary;
    private readonly Faults _faults = new();
    private readonly Dictionary<string, Message> _open = new(StringComparer.Ordinal);
    private readonly List<(DateTimeOffset At, Message Message)> _announced = [];
    private long _presses;

    /// <param name="seed">Everything follows from it.</param>
    /// <param name="scale">The office.</param>
    /// <param name="settings">The product's, beside its defaults.</param>
    public World(ulong seed, Scale scale, IReadOnlyDictionary<string, string?> settings)
    {
        Scale = scale;
        var dice = new Dice(seed);
        _thread = new OneThread(dice.Fork(), Monday);
        _turns = new TurnQueue(_thread);
        Clock = new VirtualClock(_thread, _turns);
        Likeness = new Likeness(dice.Fork());
        Staff = new Staff(scale, Likeness, dice.Fork());
        _diary = new Diary(scale, Staff, Likeness, Monday, dice.Fork());
        _dice = dice.Fork();
        _workspace = new Workspace(_thread, Staff.Users) { Changed = Note };
        Recogniser = new Recogniser(Album, Likeness, Clock);
        Judge = new Judge();
        _engine = VirtualServer.Build(
            _turns,
            Clock,
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            new CalmStore(new Disk()),
            dice.Fork().Fraction,
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Asking:Channel"] = ChannelId }).AddInMemoryCollection(settings).Build(),
            services => services
                .AddLogging(logging => logging.AddProvider(new FaultLog(_faults)))
                .AddSingleton<IRecogniser>(Recogniser)
                .AddSingleton<ISlack>(new Channel(_workspace, Clock))
                .AddSingleton<ICropper>(new AlbumCropper(Album, Clock))
                .AddSingleton<ICropStore>(Shelf)
                .AddSingleton<ICatalogue>(Judge)
                .AddSingleton<IAudit>(new NoAudit()));
    }

    public Scale Scale { get; }

    public VirtualClock Clock { get; }

    public DateTimeOffset Now => _thread.Now;

    public Likeness Likeness { get; }

    public Album Album { get; } = new();

    public Shelf Shelf { get; } = new();

    public Recogniser Recogniser { get; }

    public Staff Staff { get; }

    public Judge Judge { get; }

    public IGrainFactory Grains => _engine.Client;

    public long Turns => _thread.Turns;

    /// <summary>Questions that the channel shows as open, oldest first.</summary>
    public IEnumerable<Message> OpenQuestions => _open.Values.OrderBy(message => message.Ref.Ts, StringComparer.Ordinal);

    /// <summary>Messages that have named somebody since then, oldest first.</summary>
    public IEnumerable<Message> AnnouncedSince(DateTimeOffset then)
    {
        var first = _announced.FindLastIndex(entry => entry.At < then) + 1;
        return _announced.Skip(first).Select(entry => entry.Message).Distinct();
    }

    /// <summary>Slack's action_ts: no two presses have the same.</summary>
    public string NextTs() => string.Create(CultureInfo.InvariantCulture, $"{Now.ToUnixTimeSeconds()}.{++_presses % 1_000_000:d6}");

    public void Start(Func<Task> activity) => _ = _turns.Start(async () =>
    {
        try
        {
            await activity();
        }
        catch (Exception fault)
        {
            _faults.Add(fault);
        }
    });

    /// <summary>Lets the days pass.</summary>
    /// <exception cref="InvalidOperationException">Something went wrong that no fault of this world explains: there are none.</exception>
    public void Run()
    {
        Start(async () =>
        {
            await _engine.StartAsync(CancellationToken.None);
            await Grains.GetGrain<ITrainingGrain>("atmosphere").EnsureScheduled();
            Start(() => new Cameras(this, _dice.Fork()).WatchAsync(_diary.Encounters));
            foreach (var stay in _diary.Stays) Start(new Voter(this, stay, _dice.Fork()).WorkAsync);
        });

        var end = Monday.AddDays(Scale.Days);
        while (_faults.First is null && _thread.Step(end))
        {
            if (_thread.Stray is { } stray) throw new InvalidOperationException($"Something ran on another thread: {stray}");
        }

        if (_faults.First is { } fault) throw new InvalidOperationException("The office came to a halt.", fault);
    }

    private void Note(Message message)
    {
        if (message.Now.Kind is PromptKind.Question or PromptKind.Suggestion) _open[message.FaceId] = message;
        else _open.Remove(message.FaceId);
        if (message.Now.Kind is PromptKind.Identified or PromptKind.Tagged or PromptKind.TaggedNotEnrolled) _announced.Add((Now, message));
    }
}

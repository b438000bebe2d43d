using Atmosphere.Engine.Tests.Contract;

namespace Atmosphere.Engine.Tests;

/// <summary>The whole engine on one thread, on virtual time, over a store in memory: the seam that simulations need.</summary>
public sealed class VirtualTimeTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly HandScheduler _scheduler = new();
    private readonly MemoryStore _store;

    public VirtualTimeTests() => _store = new MemoryStore(_scheduler);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public void Everything_runs_on_the_one_thread()
    {
        var (a, b) = (Key.New("a"), Key.New("b"));
        var engine = Start();
        Run(engine, a, g => g.Ask(b, "text"));
        Run(engine, a, g => g.StartTimer(TimeSpan.FromMinutes(1)));
        Run(engine, a, g => g.Remind(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5)));
        Run(engine, a, g => g.Publish(b, "event"));
        Advance(TimeSpan.FromMinutes(3));
        Stop(engine);
        Journal.Of(a).ShouldBe(["activated with 0", "asked text", "timer", "timer", "tick", "timer", "deactivated: ShuttingDown"], ignoreOrder: true);
        Journal.Of(b).ShouldBe(["activated with 0", "wrote text", "event event", "deactivated: ShuttingDown"]);
        Journal.Of($"{a}/threads").Concat(Journal.Of($"{b}/threads")).Distinct().ShouldBe([$"{Environment.CurrentManagedThreadId}"]);
    }

    [Fact]
    public void The_same_work_gives_the_same_history()
    {
        Once().ShouldBe(Once());

        static IReadOnlyList<string> Once()
        {
            var run = new VirtualTimeTests();
            var prefix = Key.New("same");
            var keys = Enumerable.Range(0, 10).Select(i => $"{prefix}/{i}").ToArray();
            var engine = run.Start();
            run._scheduler.Run(() => Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 4) switch
            {
                0 => Grain(engine, keys[i % 10]).Publish(keys[i * 7 % 10], $"{i}"),
                1 => Grain(engine, keys[i % 10]).Remind(TimeSpan.FromSeconds(i), TimeSpan.FromMinutes(1)),
                2 => Grain(engine, keys[i % 10]).StartTimer(TimeSpan.FromSeconds(10 + i)),
                _ => Grain(engine, keys[i % 10]).Ask(keys[(i + 1) % 10], $"{i}"),
            })));
            run.Advance(TimeSpan.FromMinutes(5));
            run.Stop(engine);
            return [.. keys.SelectMany(k => Journal.Of($"{k}/times"))];
        }
    }

    [Fact]
    public void Waiting_calls_keep_their_order_also_into_the_next_activation()
    {
        var key = Key.New("queue");
        var engine = Start();
        _scheduler.Run(async () =>
        {
            var grain = Grain(engine, key);
            var calls = new List<Task> { grain.WriteAndEnd("0") };
            for (var i = 1; i < 20; i++) calls.Add(i % 5 == 0 ? grain.WriteAndEnd($"{i}") : grain.Write($"{i}"));
            await Task.WhenAll(calls);
        });
        Journal.Of(key).Where(e => e.StartsWith("wrote", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(0, 20).Select(i => $"wrote {i}"));
        Journal.Of(key).ShouldContain("activated with 16");
        Stop(engine);
    }

    [Fact]
    public void What_a_grain_awaits_together_comes_back_to_the_one_thread()
    {
        var (a, b) = (Key.New("a"), Key.New("b"));
        var engine = Start();
        Run(engine, a, g => g.AskTwice(b, "1", "2"));
        Journal.Of(a).ShouldContain("asked both");
        Journal.Of($"{a}/threads").Distinct().ShouldBe([$"{Environment.CurrentManagedThreadId}"]);
        Stop(engine);
    }

    [Fact]
    public void A_call_times_out_on_virtual_time()
    {
        var engine = Start();
        var call = Begin(engine, Key.New("hang"), g => g.Hang());
        Advance(TimeSpan.FromSeconds(29));
        call.IsCompleted.ShouldBeFalse();
        Advance(TimeSpan.FromSeconds(3));
        call.Exception!.InnerException.ShouldBeOfType<TimeoutException>();
    }

    [Fact]
    public void An_idle_activation_is_collected_after_its_age_and_a_used_one_is_not()
    {
        var (idle, used) = (Key.New("idle"), Key.New("used"));
        var engine = Start();
        Run(engine, idle, g => g.Write("1"));
        Run(engine, used, g => g.Write("1"));
        for (var i = 0; i < 4; i++)
        {
            Advance(TimeSpan.FromMinutes(5));
            Run(engine, used, g => g.Write("again"));
        }

        Journal.Of(idle).ShouldBe(["activated with 0", "wrote 1", "deactivated: ActivationIdle"]);
        Journal.Of(used).ShouldNotContain("deactivated: ActivationIdle");
        Run(engine, idle, g => g.Write("2"));
        Journal.Of(idle).ShouldContain("activated with 1");
    }

    [Fact]
    public void An_activation_that_hangs_is_given_up_and_its_caller_told()
    {
        var key = Key.New("activate");
        var engine = Start(o => o.ActivationTimeout = TimeSpan.FromSeconds(5));
        var call = Begin(() => engine.Client.GetGrain<IStubbornGrain>(key).Echo("x"));
        Advance(TimeSpan.FromSeconds(6));
        call.Exception!.InnerException.ShouldBeOfType<TimeoutException>();
        Journal.Of(key).ShouldBe(["told", "disposed"]);
        engine.Engine.ActivationCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("deactivate", "told", "disposed")]
    [InlineData("throw", "disposed")]
    public void An_activation_that_does_not_end_well_makes_place_all_the_same(string fault, params string[] notes)
    {
        var key = Key.New(fault);
        var engine = Start(o => o.DeactivationTimeout = TimeSpan.FromSeconds(5));
        _scheduler.Run(() => engine.Client.GetGrain<IStubbornGrain>(key).End());
        var call = Begin(() => engine.Client.GetGrain<IStubbornGrain>(key).Echo("x"));
        Advance(TimeSpan.FromSeconds(6));
        call.IsCompletedSuccessfully.ShouldBeTrue();
        Journal.Of(key).ShouldBe(notes);
    }

    [Fact]
    public void A_class_that_is_kept_alive_is_not_collected()
    {
        var engine = Start();
        _scheduler.Run(() => engine.Client.GetGrain<IStubbornGrain>(Key.New("kept")).Echo("x"));
        Advance(TimeSpan.FromHours(1));
        engine.Engine.ActivationCount.ShouldBe(1);
    }

    [Fact]
    public void A_failed_event_is_tried_again_after_a_growing_while()
    {
        var key = Key.New("poison");
        var engine = Start(o => o.MaxEventDeliveryTime = TimeSpan.FromMinutes(1));
        Run(engine, key, g => g.Publish(key, "poison"));
        Run(engine, key, g => g.Publish(key, "next"));
        Advance(TimeSpan.FromSeconds(62));
        // 0, 1, 3, 7, 15, 31 and 61 seconds.
        Journal.Count($"{key}/tries", "poison").ShouldBe(7);
        Journal.Of(key).Where(e => e is "error" or "event next").ShouldBe(["error", "event next"]);
        _store.DeadEvents.ShouldHaveSingleItem().Reason.ShouldContain("poison");
        _store.EventCount.ShouldBe(0);
    }

    [Fact]
    public void A_lane_that_is_stuck_keeps_the_order_when_it_goes_on_and_holds_up_no_other()
    {
        var (stuck, free) = (Key.New("stuck"), Key.New("free"));
        var engine = Start();
        string[] texts = ["twice 0", .. Enumerable.Range(1, 150).Select(i => i % 40 == 0 ? $"twice {i}" : $"{i}")];
        _scheduler.Run(async () =>
        {
            foreach (var text in texts) await Grain(engine, stuck).Publish(stuck, text);
            await Grain(engine, free).Publish(free, "through");
        });
        Journal.Of(free).ShouldContain("event through");
        Advance(TimeSpan.FromSeconds(10));
        Journal.Of(stuck).Where(e => e.StartsWith("event", StringComparison.Ordinal)).ShouldBe(texts.Select(t => $"event {t}"));
        _store.EventCount.ShouldBe(0);
    }

    [Fact]
    public void However_many_lanes_are_stuck_another_gets_through()
    {
        var prefix = Key.New("stuck");
        var free = Key.New("free");
        var engine = Start(o => o.MaxEventDeliveryTime = TimeSpan.FromDays(1));
        engine.Engine.Streams.WindowOfAll = 50;
        _scheduler.Run(async () =>
        {
            var publisher = Grain(engine, Key.New("publisher"));
            for (var i = 0; i < 200; i++) await publisher.Publish($"{prefix}/{i}", "poison");
            await publisher.Publish(free, "through");
        });
        Advance(TimeSpan.FromSeconds(1));
        Journal.Of(free).ShouldContain("event through");
        _store.DeadEvents.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_under_way_goes_on_in_the_next_engine()
    {
        var (late, waiting) = (Key.New("late"), Key.New("waiting"));
        var first = Start();
        Run(first, late, g => g.Remind(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(60)));
        Run(first, waiting, g => g.Publish(waiting, "twice"));
        Journal.Count($"{waiting}/tries", "twice").ShouldBe(1);
        Stop(first);
        Advance(TimeSpan.FromMinutes(15));
        Journal.Count(late, "tick").ShouldBe(0);

        var second = Start();
        _scheduler.RunUntilIdle();
        Journal.Count(late, "tick").ShouldBe(1, "a tick that was missed comes late");
        Journal.Of(waiting).ShouldContain("event twice");
        Advance(TimeSpan.FromMinutes(54));
        Journal.Count(late, "tick").ShouldBe(1);
        Advance(TimeSpan.FromMinutes(2));
        Journal.Count(late, "tick").ShouldBe(2, "the schedule is the one that was registered");
        Stop(second);
    }

    private static IThreadGrain Grain(TestEngine engine, string key) => engine.Client.GetGrain<IThreadGrain>(key);

    private TestEngine Start(Action<Atmosphere.Embedded.Hosting.EmbeddedEngineOptions>? configure = null)
    {
        var engine = new TestEngine(
            options =>
            {
                options.Scheduler = _scheduler;
                configure?.Invoke(options);
            },
            _time,
            _store);
        _scheduler.Run(() => engine.Engine.StartAsync(CancellationToken.None));
        return engine;
    }

    private void Stop(TestEngine engine) => _scheduler.Run(() => engine.Engine.StopAsync(CancellationToken.None));

    private Task Begin(TestEngine engine, string key, Func<IThreadGrain, Task> call) => Begin(() => call(Grain(engine, key)));

    private Task Begin(Func<Task> call)
    {
        var task = Task.Factory.StartNew(async () => await call(), CancellationToken.None, TaskCreationOptions.None, _scheduler).Unwrap();
        _scheduler.RunUntilIdle();
        return task;
    }

    private void Run(TestEngine engine, string key, Func<IThreadGrain, Task> call) => _scheduler.Run(() => call(Grain(engine, key)));

    private void Advance(TimeSpan by)
    {
        var step = TimeSpan.FromMilliseconds(500);
        for (var passed = TimeSpan.Zero; passed < by; passed += step)
        {
            _time.Advance(step);
            _scheduler.RunUntilIdle();
        }
    }
}

using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Runtime;
using Atmosphere.Engine.Tests.Contract;
using Atmosphere.Engine.Tests.Contract.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Atmosphere.Engine.Tests;

/// <summary>The engine in a host: its settings, its start and its stop.</summary>
public sealed class HostingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_starts_and_stops_the_engine()
    {
        using var folder = new TestFolder();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton<IGrainStorageSerializer, JsonStateSerializer>();
        builder.Services.AddEmbeddedEngine(options =>
        {
            options.DatabasePath = folder.DatabasePath;
            options.AddGrains(typeof(HostingTests).Assembly);
            options.StreamProviders.Add("one");
        });
        using var host = builder.Build();
        await host.StartAsync(Token);
        (await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ITurnGrain>("x").Echo("hello")).ShouldBe("hello");
        host.Services.GetRequiredKeyedService<IStreamProvider>("one").Name.ShouldBe("one");
        Should.Throw<KeyNotFoundException>(() => host.Services.GetRequiredKeyedService<IStreamProvider>("two")).Message.ShouldContain("StreamProviders");
        await host.StopAsync(Token);
        await Should.ThrowAsync<SiloUnavailableException>(() => host.Services.GetRequiredService<IClusterClient>().GetGrain<ITurnGrain>("x").Echo("late"));
    }

    [Fact]
    public async Task Wrong_settings_stop_the_host_and_are_named_with_an_example()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton<IGrainStorageSerializer, JsonStateSerializer>();
        builder.Services.AddEmbeddedEngine(options =>
        {
            options.AddGrains(typeof(HostingTests).Assembly);
            options.DatabasePath = " ";
            options.ResponseTimeout = TimeSpan.Zero;
            options.ConcurrentStreams = 0;
        });
        using var host = builder.Build();
        var failures = (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Token))).Failures.ToArray();
        failures.Length.ShouldBe(3);
        failures.ShouldContain(f => f.StartsWith("Embedded:DatabasePath is empty", StringComparison.Ordinal) && f.Contains("data/atmosphere.db"));
        failures.ShouldContain(f => f.StartsWith("Embedded:ResponseTimeout is 00:00:00", StringComparison.Ordinal) && f.Contains("\"00:00:30\""));
        failures.ShouldContain(f => f.StartsWith("Embedded:ConcurrentStreams is 0", StringComparison.Ordinal) && f.Contains("128"));
    }

    [Fact]
    public void The_defaults_are_valid() => new EmbeddedEngineOptions().AddGrains(typeof(HostingTests).Assembly).Validate().ShouldBeEmpty();

    [Fact]
    public async Task A_stop_lets_running_calls_finish_and_refuses_new_ones()
    {
        using var folder = new TestFolder();
        var (key, other) = (Key.New("drain"), Key.New("drain-other"));
        var engine = await TestEngine.StartAsync(folder.DatabasePath);
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        var running = grain.Hold("running");
        await Journal.Has(key, "running in");
        var waiting = grain.Hold("waiting");
        var stopping = engine.Engine.StopAsync(Token);
        await Should.ThrowAsync<SiloUnavailableException>(() => engine.Client.GetGrain<ITurnGrain>(other).Echo("new"));
        Gate.Open($"{key}/running");
        await running;
        await Should.ThrowAsync<SiloUnavailableException>(() => waiting);
        await stopping;
        Journal.Of(key).ShouldBe(["running in", "running out", "deactivated: ShuttingDown"]);
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task A_running_call_may_call_others_during_a_stop()
    {
        using var folder = new TestFolder();
        var (key, other) = (Key.New("nested"), Key.New("nested-other"));
        var engine = await TestEngine.StartAsync(folder.DatabasePath);
        var running = engine.Client.GetGrain<INestedGrain>(key).HoldThenAsk("running", other);
        await Journal.Has(key, "running in");
        var stopping = engine.Engine.StopAsync(Token);
        Gate.Open($"{key}/running");
        (await running).ShouldBe("asked");
        await stopping;
        engine.Engine.ActivationCount.ShouldBe(0);
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_ever()
    {
        using var folder = new TestFolder();
        var key = Key.New("stuck");
        var engine = await TestEngine.StartAsync(folder.DatabasePath, configure: o => o.DrainTimeout = TimeSpan.FromMilliseconds(200));
        var running = engine.Client.GetGrain<ITurnGrain>(key).Hold("for ever");
        await Journal.Has(key, "for ever in");
        await engine.Engine.StopAsync(Token);
        await Should.ThrowAsync<SiloUnavailableException>(() => running);
        Gate.Open($"{key}/for ever");
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task A_call_before_the_start_is_refused()
    {
        using var folder = new TestFolder();
        var engine = new TestEngine(o => o.DatabasePath = folder.DatabasePath);
        (await Should.ThrowAsync<SiloUnavailableException>(() => engine.Client.GetGrain<ITurnGrain>("x").Echo("early"))).Message.ShouldContain("not been started");
    }

    [Fact]
    public async Task An_interface_without_a_class_is_refused_with_the_reason()
    {
        using var folder = new TestFolder();
        await using var engine = await TestEngine.StartAsync(folder.DatabasePath);
        Should.Throw<ArgumentException>(() => engine.Client.GetGrain<INobodysGrain>("x")).Message.ShouldContain("No grain class implements");
    }

    [Fact]
    public void Classes_that_can_not_be_grains_are_refused_with_the_reason()
    {
        Should.Throw<InvalidOperationException>(() => GrainClass.Of(typeof(KeylessGrain))).Message.ShouldContain("IGrainWithStringKey");
        Should.Throw<InvalidOperationException>(() => GrainClass.Of(typeof(DeafGrain))).Message.ShouldContain("IStreamSubscriptionObserver");
        Should.Throw<InvalidOperationException>(() => new GrainClassMap([typeof(TurnGrain), typeof(TurnGrain)])).Message.ShouldContain("[GrainType]");
        GrainClass.Of(typeof(TurnGrain)).Name.ShouldBe("turn");
    }

    [Theory]
    [InlineData(nameof(IWrongMethods.Nothing), "returns")]
    [InlineData(nameof(IWrongMethods.Generic), "generic")]
    [InlineData(nameof(IWrongMethods.ByReference), "ref or out")]
    [InlineData(nameof(IWrongMethods.TwoTokens), "several cancellation tokens")]
    public void Methods_that_can_not_be_grain_methods_are_refused_with_the_reason(string method, string reason) =>
        Should.Throw<NotSupportedException>(() => InterfaceMethod.Of(typeof(IWrongMethods).GetMethod(method)!)).Message.ShouldContain(reason);

    [Fact]
    public void A_grain_is_not_constructed_by_hand() => Should.Throw<InvalidOperationException>(() => new TurnGrain()).Message.ShouldContain("IGrainFactory");

    internal interface IWrongMethods
    {
        void Nothing();

        Task Generic<T>(T value);

        Task ByReference(ref int value);

        Task TwoTokens(CancellationToken one, CancellationToken two);
    }

    private abstract class KeylessGrain : Grain;

    [ImplicitStreamSubscription("x")]
    private abstract class DeafGrain : Grain, IGrainWithStringKey;
}

/// <summary>No class implements it.</summary>
public interface INobodysGrain : IGrainWithStringKey;

/// <summary>Calls another grain late in its call.</summary>
public interface INestedGrain : IGrainWithStringKey
{
    Task<string> HoldThenAsk(string name, string other);
}

internal sealed class NestedGrain : Grain, INestedGrain
{
    public async Task<string> HoldThenAsk(string name, string other)
    {
        var key = this.GetPrimaryKeyString();
        Journal.Note(key, $"{name} in");
        await Gate.Passed($"{key}/{name}");
        return await GrainFactory.GetGrain<ITurnGrain>(other).Echo("asked");
    }
}

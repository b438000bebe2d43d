using System.Diagnostics;

namespace Atmosphere.Engine.Tests;

/// <summary>A second process with an engine: it writes as fast as it can and says what it was told is on disk, until it is killed.</summary>
internal static class ChildProcess
{
    public const string Argument = "--engine-child";
    public const int Grains = 16;

    public static Process Start(string databasePath) => Process.Start(new ProcessStartInfo
    {
        FileName = Environment.ProcessPath is { } path && !Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.Ordinal)
            ? path
            : Path.ChangeExtension(typeof(ChildProcess).Assembly.Location, null),
        ArgumentList = { Argument, databasePath },
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public static async Task<int> RunAsync(string databasePath)
    {
        try
        {
            await using var engine = new TestEngine(o => o.DatabasePath = databasePath);
            await engine.Engine.StartAsync(CancellationToken.None);
            await Task.WhenAll(Enumerable.Range(0, Grains).Select(i => WriteForEverAsync(engine.Client, $"{i}")));
            return 0;
        }
        catch (InvalidOperationException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 3;
        }
    }

    private static async Task WriteForEverAsync(IGrainFactory grains, string key)
    {
        var grain = grains.GetGrain<IDurableGrain>(key);
        for (var i = 1; ; i++)
        {
            await grain.Write(i);
            await Console.Out.WriteLineAsync($"{key} {i}");
        }
    }
}

/// <summary>Keeps a number, a reminder and a stream up to date with each other.</summary>
public interface IDurableGrain : IGrainWithStringKey
{
    /// <summary>Registers a reminder, writes the number and publishes it to itself.</summary>
    Task Write(int number);

    Task<int> Written();

    /// <summary>The highest number that has come back by the stream, in this process.</summary>
    Task<int> Received();

    Task<bool> HasReminder();
}

[ImplicitStreamSubscription(Namespace)]
internal sealed class DurableGrain([PersistentState("number", "test")] IPersistentState<DurableNumber> number) : Grain, IDurableGrain, IRemindable, IStreamSubscriptionObserver
{
    private const string Namespace = "test-durable";
    private int _received;

    public async Task Write(int value)
    {
        if (value == 1) await this.RegisterOrUpdateReminder("due", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        number.State = new DurableNumber(value);
        await number.WriteStateAsync();
        await this.GetStreamProvider(Contract.ContractSettings.Streams).GetStream<DurableNumber>(StreamId.Create(Namespace, this.GetPrimaryKeyString())).OnNextAsync(number.State);
    }

    public Task<int> Written() => Task.FromResult(number.State.Value);

    public Task<int> Received() => Task.FromResult(_received);

    public async Task<bool> HasReminder() => await this.GetReminder("due") is not null;

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<DurableNumber>().ResumeAsync((item, _) =>
    {
        _received = Math.Max(_received, item.Value);
        return Task.CompletedTask;
    });
}

internal sealed record DurableNumber(int Value)
{
    public DurableNumber() : this(0) { }
}

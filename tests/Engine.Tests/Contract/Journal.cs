using System.Collections.Concurrent;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>What grains note for the tests to see. Tests and grains share the process, so it is plain memory, apart by grain key.</summary>
public static class Journal
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Entries = new(StringComparer.Ordinal);

    public static void Note(string key, string entry) => Entries.GetOrAdd(key, _ => new ConcurrentQueue<string>()).Enqueue(entry);

    public static IReadOnlyList<string> Of(string key) => Entries.TryGetValue(key, out var entries) ? [.. entries] : [];

    public static int Count(string key, string entry) => Of(key).Count(e => e == entry);

    public static Task Has(string key, string entry, int times = 1) =>
        Eventually.Holds(() => Count(key, entry) >= times, $"'{key}' notes '{entry}' {times} times; it noted {string.Join(", ", Of(key).TakeLast(20))}");
}

/// <summary>Holds grains in the middle of a call until the test lets them go on.</summary>
public static class Gate
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Gates = new(StringComparer.Ordinal);

    public static Task Passed(string name) => Of(name).Task;

    public static void Open(string name) => Of(name).TrySetResult();

    private static TaskCompletionSource Of(string name) =>
        Gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>Keys that no other test uses.</summary>
public static class Key
{
    public static string New(string hint) => $"{hint}-{Guid.NewGuid():N}";
}

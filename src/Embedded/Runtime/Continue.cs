namespace Atmosphere.Embedded.Runtime;

/// <summary>Brings the end of a task to the scheduler of whoever waits for it.</summary>
/// <remarks>
/// The engine's answers run nothing inline, so what is combined with them (<c>Task.WhenAll</c>, <c>WaitAsync</c>, <c>Unwrap</c>) is
/// completed on the thread pool. A plain await is not: it goes on where it was. So on an injected scheduler answers are awaited first.
/// </remarks>
internal static class Continue
{
    public static async Task Here(Task task) => await task;

    public static async Task<T> Here<T>(Task<T> task) => await task;
}

namespace Atmosphere.Engine.Tests;

/// <summary>What was promised is kept when the process is killed.</summary>
public sealed class DurabilityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(2000)]
    public async Task What_was_acknowledged_is_there_after_a_kill(int acknowledgements)
    {
        using var folder = new TestFolder();
        var acknowledged = await WriteAndKill(folder.DatabasePath, acknowledgements);
        await using var engine = await TestEngine.StartAsync(folder.DatabasePath);
        foreach (var (key, number) in acknowledged)
        {
            var grain = engine.Client.GetGrain<IDurableGrain>(key);
            (await grain.Written()).ShouldBeGreaterThanOrEqualTo(number);
            (await grain.HasReminder()).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task An_event_that_was_acknowledged_comes_after_a_kill_unless_it_came_before()
    {
        using var folder = new TestFolder();
        var acknowledged = await WriteAndKill(folder.DatabasePath, 500);
        var left = Left(folder.DatabasePath);
        await using var engine = await TestEngine.StartAsync(folder.DatabasePath);
        foreach (var (key, number) in acknowledged)
        {
            var last = left.GetValueOrDefault(key);
            await Eventually.Holds(async () => await engine.Client.GetGrain<IDurableGrain>(key).Received() >= last, $"what was left of {key} comes");
            // Delivered events are deleted in their order: what is not left has been delivered.
            if (last > 0) last.ShouldBeGreaterThanOrEqualTo(number);
        }

        await Eventually.Holds(() => Left(folder.DatabasePath).Count == 0, "delivered events are deleted");
    }

    [Fact]
    public async Task A_second_process_on_the_same_database_is_refused_and_told_why()
    {
        using var folder = new TestFolder();
        await using (await TestEngine.StartAsync(folder.DatabasePath))
        {
            using var second = ChildProcess.Start(folder.DatabasePath);
            var error = await second.StandardError.ReadToEndAsync(Token);
            await second.WaitForExitAsync(Token);
            second.ExitCode.ShouldBe(3);
            error.ShouldContain("is in use by another process");
            error.ShouldContain("Data:Folder");
        }

        // And when the first has ended, the next is welcome.
        await using var next = await TestEngine.StartAsync(folder.DatabasePath);
        next.Engine.IsRunning.ShouldBeTrue();
    }

    /// <summary>Has a child write until it has been told so often that a write is on disk, kills it, and returns the last such number of each grain.</summary>
    private static async Task<Dictionary<string, int>> WriteAndKill(string databasePath, int acknowledgements)
    {
        using var child = ChildProcess.Start(databasePath);
        var acknowledged = new Dictionary<string, int>(StringComparer.Ordinal);
        try
        {
            for (var i = 0; i < acknowledgements; i++) Take(await child.StandardOutput.ReadLineAsync(Token), acknowledged);
        }
        finally
        {
            child.Kill();
        }

        // What it said before it died counts, too; the last line may be torn.
        var rest = await child.StandardOutput.ReadToEndAsync(Token);
        foreach (var line in rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)) Take(line, acknowledged);
        await child.WaitForExitAsync(Token);
        acknowledged.ShouldNotBeEmpty();
        return acknowledged;
    }

    private static void Take(string? line, Dictionary<string, int> acknowledged)
    {
        var words = (line ?? throw new InvalidOperationException("The child has ended by itself.")).Split(' ');
        acknowledged[words[0]] = int.Parse(words[1]);
    }

    /// <summary>The last number of each grain that is still in the stream.</summary>
    private static Dictionary<string, int> Left(string databasePath)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={databasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, max(json_extract(payload, '$.Value')) FROM events GROUP BY key";
        using var rows = command.ExecuteReader();
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        while (rows.Read()) left[rows.GetString(0)] = rows.GetInt32(1);
        return left;
    }
}

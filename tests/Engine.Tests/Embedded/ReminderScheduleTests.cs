using Atmosphere.Embedded.Reminders;
using Atmosphere.Engine.Tests.Contract;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Engine.Tests;

/// <summary>When ticks come, and what many reminders cost.</summary>
public sealed class ReminderScheduleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-60, 0)]
    [InlineData(0, 15)]
    [InlineData(1, 15)]
    [InlineData(14, 15)]
    [InlineData(15, 30)]
    [InlineData(100, 105)]
    public void The_next_tick_is_the_first_of_the_schedule_after_now(int nowMinutes, int expectedMinutes) =>
        ReminderService.NextTick(Noon, TimeSpan.FromMinutes(15), Noon.AddMinutes(nowMinutes)).ShouldBe(Noon.AddMinutes(expectedMinutes));

    [Fact]
    public async Task A_million_reminders_are_one_timer_and_only_the_due_ones_tick()
    {
        using var folder = new TestFolder();
        var time = new ManualTime(Noon);
        await using (await TestEngine.StartAsync(folder.DatabasePath, time)) { }
        var prefix = Key.New("million");
        // 300 are due one second after noon, the others from 13:00 on.
        Fill(folder.DatabasePath, prefix, Noon);
        await using var engine = await TestEngine.StartAsync(folder.DatabasePath, time);
        await Eventually.Holds(() => time.PendingTimers >= 2, "the engine waits for the first tick");
        time.PendingTimers.ShouldBeLessThan(10);
        engine.Engine.ActivationCount.ShouldBe(0);

        time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.Holds(() => Enumerable.Range(1, 300).All(i => Journal.Count($"{prefix}/{i}", "tick") == 1), "the due ones tick");
        engine.Engine.ActivationCount.ShouldBe(300);
        time.Advance(TimeSpan.FromMinutes(30));
        Enumerable.Range(1, 300).ShouldAllBe(i => Journal.Count($"{prefix}/{i}", "tick") == 1);
    }

    [Fact]
    public async Task A_tick_that_is_due_soon_after_a_start_comes_at_once_when_the_host_wants_it()
    {
        using var folder = new TestFolder();
        var time = new ManualTime(Noon);
        var (soon, later) = (Key.New("soon"), Key.New("later"));
        await using (var first = await TestEngine.StartAsync(folder.DatabasePath, time))
        {
            await first.Client.GetGrain<IThreadGrain>(soon).Remind(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15));
            await first.Client.GetGrain<IThreadGrain>(later).Remind(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(15));
        }

        await using var engine = await TestEngine.StartAsync(folder.DatabasePath, time, configure: options => options.ResumeWithin = TimeSpan.FromMinutes(2));
        await Eventually.Holds(() => Journal.Count(soon, "tick") == 1, "the tick comes without any time passing");
        Journal.Count(later, "tick").ShouldBe(0);
    }

    [Fact]
    public async Task A_reminder_of_a_class_that_is_gone_holds_up_no_other()
    {
        using var folder = new TestFolder();
        var time = new ManualTime(Noon);
        var key = Key.New("stays");
        await using (var first = await TestEngine.StartAsync(folder.DatabasePath, time))
            await first.Client.GetGrain<IThreadGrain>(key).Remind(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        using (var connection = new SqliteConnection($"Data Source={folder.DatabasePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO reminders (grain_type, grain_key, name, first_tick, period, next_tick, etag) SELECT 'gone', grain_key, name, first_tick, period, next_tick - 1, 1 FROM reminders";
            command.ExecuteNonQuery().ShouldBe(1);
        }

        await using var engine = await TestEngine.StartAsync(folder.DatabasePath, time);
        await Eventually.Holds(() => time.PendingTimers >= 2, "the engine waits for the first tick");
        time.Advance(TimeSpan.FromMinutes(1));
        await Journal.Has(key, "tick");
    }

    private static void Fill(string databasePath, string prefix, DateTimeOffset noon)
    {
        using var connection = new SqliteConnection($"Data Source={databasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000000)
            INSERT INTO reminders (grain_type, grain_key, name, first_tick, period, next_tick, etag)
            SELECT 'thread', $prefix || '/' || n, 'due', due, $hour, due, 1
            FROM (SELECT n, CASE WHEN n <= 300 THEN $soon ELSE $late + n END AS due FROM numbers)
            """;
        command.Parameters.AddWithValue("$prefix", prefix);
        command.Parameters.AddWithValue("$hour", TimeSpan.FromHours(1).Ticks);
        command.Parameters.AddWithValue("$soon", noon.AddSeconds(1).UtcTicks);
        command.Parameters.AddWithValue("$late", noon.AddHours(1).UtcTicks);
        command.ExecuteNonQuery().ShouldBe(1_000_000);
    }
}

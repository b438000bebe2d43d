using System.Diagnostics.CodeAnalysis;

namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>Grain state: what <see cref="IGrainStorage"/> promises, over Orleans' provider and our statements.</summary>
public sealed class GrainStateTests(PostgresServer server)
{
    private const string Name = "face";
    private static readonly GrainId Grain = GrainId.Create("face", "0196f000-0000-7000-8000-000000000001");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_state_that_was_never_written_is_new()
    {
        await using var tables = await ClusterTables.NewAsync(server);

        var state = await ReadAsync(tables);

        (state.RecordExists, state.ETag, state.State.Text).ShouldBe((false, null, ""));
    }

    [Fact]
    public async Task A_state_is_read_as_it_was_written()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var written = await WriteAsync(tables, New("Grüße, 名前"));

        var read = await ReadAsync(tables);

        (read.RecordExists, read.ETag, read.State.Text).ShouldBe((true, written.ETag, "Grüße, 名前"));
    }

    [Fact]
    public async Task A_large_state_is_read_as_it_was_written()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var random = new Random(5);
        var text = string.Concat(Enumerable.Range(0, 500_000).Select(_ => (char)random.Next('a', 'z')));
        await WriteAsync(tables, New(text));

        (await ReadAsync(tables)).State.Text.ShouldBe(text);
    }

    [Fact]
    public async Task Every_write_has_a_new_etag_and_the_last_one_counts()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var state = New("0");
        var etags = new HashSet<string?>();

        foreach (var i in Enumerable.Range(1, 20))
        {
            state.State = new Note { Text = $"{i}" };
            etags.Add((await WriteAsync(tables, state)).ETag);
        }

        etags.Count.ShouldBe(20);
        (await ReadAsync(tables)).State.Text.ShouldBe("20");
    }

    [Fact]
    public async Task A_stale_write_is_refused_and_changes_nothing()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        await WriteAsync(tables, New("first"));
        var (mine, theirs) = (await ReadAsync(tables), await ReadAsync(tables));
        theirs.State.Text = "theirs";
        await WriteAsync(tables, theirs);

        mine.State.Text = "mine";
        await Should.ThrowAsync<InconsistentStateException>(() => WriteAsync(tables, mine));

        (await ReadAsync(tables)).State.Text.ShouldBe("theirs");
    }

    [Fact]
    public async Task A_first_write_where_another_one_was_first_is_refused()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        await WriteAsync(tables, New("first"));

        await Should.ThrowAsync<InconsistentStateException>(() => WriteAsync(tables, New("second")));

        (await ReadAsync(tables)).State.Text.ShouldBe("first");
    }

    [Fact]
    public async Task A_write_with_the_etag_of_a_state_that_is_not_there_is_refused()
    {
        await using var tables = await ClusterTables.NewAsync(server);

        await Should.ThrowAsync<InconsistentStateException>(() => WriteAsync(tables, New("lost", "7")));

        (await ReadAsync(tables)).RecordExists.ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_first_writes_at_once_one_wins()
    {
        await using var tables = await ClusterTables.NewAsync(server);

        var won = await WinnersAsync(Enumerable.Range(0, 16).Select(i => (i, WriteAsync(tables, New($"{i}")))));

        (await ReadAsync(tables)).State.Text.ShouldBe($"{won.ShouldHaveSingleItem()}");
    }

    [Fact]
    public async Task Of_many_writes_at_once_with_the_same_etag_one_wins()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var etag = (await WriteAsync(tables, New("first"))).ETag;

        foreach (var _ in Enumerable.Range(0, 10))
        {
            var won = await WinnersAsync(Enumerable.Range(0, 16).Select(i => (i, WriteAsync(tables, New($"{i}", etag)))));

            var read = await ReadAsync(tables);
            read.State.Text.ShouldBe($"{won.ShouldHaveSingleItem()}");
            etag = read.ETag;
        }
    }

    [Fact]
    public async Task A_cleared_state_is_new_and_can_be_written_again()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var state = await WriteAsync(tables, New("first"));

        await tables.Storage.ClearStateAsync(Name, Grain, state, Token);

        (state.RecordExists, state.State.Text).ShouldBe((false, ""));
        var read = await ReadAsync(tables);
        (read.RecordExists, read.State.Text).ShouldBe((false, ""));
        read.State.Text = "second";
        await WriteAsync(tables, read);
        (await ReadAsync(tables)).State.Text.ShouldBe("second");
    }

    [Fact]
    public async Task Whoever_knows_a_state_from_before_it_was_cleared_can_neither_write_nor_clear_it()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var state = await WriteAsync(tables, New("first"));
        var (stale, staleToo) = (await ReadAsync(tables), await ReadAsync(tables));
        await tables.Storage.ClearStateAsync(Name, Grain, state, Token);

        stale.State.Text = "late";
        await Should.ThrowAsync<InconsistentStateException>(() => WriteAsync(tables, stale));
        await Should.ThrowAsync<InconsistentStateException>(() => tables.Storage.ClearStateAsync(Name, Grain, staleToo, Token));

        (await ReadAsync(tables)).RecordExists.ShouldBeFalse();
    }

    [Fact]
    public async Task States_of_other_names_grains_keys_and_services_are_others()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        await using var other = await ClusterTables.OpenAsync(tables.ConnectionString, "other");
        string[] keys = ["U1", "u1", "U1 ", "ü", "12", "00000000000000000000000000000012", "12+U1", "00000000000000000000000000000012+U1"];
        var states = keys.Select(key => (tables.Storage, Name, Grain: GrainId.Create("face", key)))
            .Append((tables.Storage, "person", GrainId.Create("face", "U1")))
            .Append((other.Storage, Name, GrainId.Create("face", "U1")))
            .ToList();

        foreach (var (index, (storage, name, grain)) in states.Index()) await storage.WriteStateAsync(name, grain, New($"{index}"), Token);

        foreach (var (index, (storage, name, grain)) in states.Index())
        {
            var read = New("");
            await storage.ReadStateAsync(name, grain, read, Token);
            read.State.Text.ShouldBe($"{index}", grain.ToString());
        }
    }

    [Fact]
    public async Task A_connection_that_is_lost_is_a_fault_and_the_next_read_succeeds()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var state = await WriteAsync(tables, New("first"));

        await PostgresServer.EndConnectionsAsync(tables.ConnectionString);
        state.State.Text = "second";
        await Should.ThrowAsync<Npgsql.NpgsqlException>(() => WriteAsync(tables, state));

        (await ReadAsync(tables)).State.Text.ShouldBe("first");
        await WriteAsync(tables, state);
        (await ReadAsync(tables)).State.Text.ShouldBe("second");
    }

    private static NoteState New(string text, string? etag = null) => new() { State = { Text = text }, ETag = etag };

    private static async Task<NoteState> WriteAsync(ClusterTables tables, NoteState state)
    {
        await tables.Storage.WriteStateAsync(Name, Grain, state, Token);
        return state;
    }

    private static async Task<NoteState> ReadAsync(ClusterTables tables)
    {
        var state = new NoteState();
        await tables.Storage.ReadStateAsync(Name, Grain, state, Token);
        return state;
    }

    /// <summary>Whose writes succeeded; the others have to have been refused as inconsistent.</summary>
    private static async Task<List<int>> WinnersAsync(IEnumerable<(int Number, Task<NoteState> Write)> writes)
    {
        var won = new List<int>();
        foreach (var (number, write) in writes.ToList())
        {
            try
            {
                await write;
                won.Add(number);
            }
            catch (InconsistentStateException)
            {
                // one of those that came second
            }
        }

        return won;
    }

    internal sealed record Note
    {
        public string Text { get; set; } = "";
    }

    /// <summary>What the runtime holds for one state of an activation.</summary>
    internal sealed class NoteState : IGrainState<Note>
    {
        [AllowNull]
        public Note State { get; set; } = new();

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}

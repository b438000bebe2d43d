using System.Data.Common;
using Atmosphere.Grains.Ports;
using Dapper;

namespace Atmosphere.Catalogue.Tests;

public sealed class AuditInSqliteTests() : AuditTests(new SqliteKind());

public sealed class AuditInPostgreSqlTests(PostgresServer server) : AuditTests(new PostgreSqlKind(server));

public abstract class AuditTests(CatalogueKind kind)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_decision_comes_back_as_it_was_told_and_only_once()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Audit.AppendAsync([Entry(1) with { About = "U2", Detail = "person" }], Token);
        await catalogue.Audit.AppendAsync([Entry(1) with { About = "U3", Actor = "U9" }], Token);

        (await LinesAsync(catalogue)).ShouldHaveSingleItem().ShouldBe(new AuditLine
        {
            At = Some.Morning.AddMinutes(1),
            Action = "vote-cast",
            Actor = "U1",
            Via = "slack",
            About = "U2",
            Detail = "person",
            Source = "face/0f1e2d3c",
            Index = 1,
        });
    }

    [Fact]
    public async Task Decisions_of_a_face_are_stored_with_it_also_by_a_version_that_comes_late_and_by_a_repeat()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 2) with { Audit = [Entry(2)] }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 1) with { Audit = [Entry(1)] }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 2) with { Audit = [Entry(1), Entry(2)] }, Token);

        (await LinesAsync(catalogue)).Select(line => line.Index).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Pages_go_both_ways_and_lose_and_repeat_nothing()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Audit.AppendAsync([.. Enumerable.Range(1, 7).Select(index => Entry(index) with { At = Some.Morning.AddMinutes(index / 2) })], Token);
        var oldestFirst = (await LinesAsync(catalogue)).Select(line => line.Index).ToList();

        foreach (var newestFirst in new[] { false, true })
        {
            var read = new List<long>();
            AuditPlace? last = null;
            while (await catalogue.AuditQueries.PageAsync(new(), last, newestFirst, 3, Token) is [.., var end] page)
            {
                read.AddRange(page.Select(line => line.Index));
                last = AuditPlace.Of(end);
            }

            read.ShouldBe(newestFirst ? Enumerable.Reverse(oldestFirst) : oldestFirst);
        }
    }

    [Fact]
    public async Task Entries_that_name_somebody_are_those_about_her_and_those_by_her_and_an_action_can_be_asked_for()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Audit.AppendAsync([Entry(1) with { About = "U2" }, Entry(2) with { Actor = "U2", Action = "face-reopened" }, Entry(3) with { Actor = "U3", About = "U1" }], Token);

        (await PageAsync(new() { Naming = "U2" })).ShouldBe([1, 2]);
        (await PageAsync(new() { Naming = "U2", Action = "face-reopened" })).ShouldBe([2]);

        async Task<IEnumerable<long>> PageAsync(AuditFilter filter) => (await catalogue.AuditQueries.PageAsync(filter, null, newestFirst: false, 10, Token)).Select(line => line.Index);
    }

    [Fact]
    public async Task What_is_in_it_is_neither_changed_nor_deleted_not_even_by_hand()
    {
        using var place = await kind.NewPlaceAsync();
        await using var catalogue = CatalogueFixture.In(place);
        await catalogue.Audit.AppendAsync([Entry(1)], Token);

        foreach (var sql in new[] { "UPDATE audit SET actor = 'U7'", "DELETE FROM audit", "DELETE FROM audit WHERE source = 'face/0f1e2d3c'" })
            (await Should.ThrowAsync<DbException>(() => place.ExecuteAsync(sql))).Message.ShouldContain("The audit is only added to.");

        (await LinesAsync(catalogue)).ShouldHaveSingleItem().Actor.ShouldBe("U1");
    }

    [Fact]
    public async Task Retention_takes_the_oldest_away_in_steps_and_its_permit_with_them()
    {
        using var place = await kind.NewPlaceAsync();
        await using var catalogue = CatalogueFixture.In(place);
        await catalogue.Audit.AppendAsync([.. Enumerable.Range(1, 5).Select(index => Entry(index))], Token);
        var before = Some.Morning.AddMinutes(4);
        (await catalogue.AuditQueries.CountBeforeAsync(before, Token)).ShouldBe(3);

        (await catalogue.Audit.RemoveBeforeAsync(before, 2, Token)).ShouldBe(2);
        (await LinesAsync(catalogue)).Select(line => line.Index).ShouldBe([3, 4, 5]);
        (await catalogue.Audit.RemoveBeforeAsync(before, 2, Token)).ShouldBe(1);
        (await catalogue.Audit.RemoveBeforeAsync(before, 2, Token)).ShouldBe(0);

        (await LinesAsync(catalogue)).Select(line => line.Index).ShouldBe([4, 5]);
        await Should.ThrowAsync<DbException>(() => place.ExecuteAsync("DELETE FROM audit"));
    }

    [Fact]
    public async Task Who_is_forgotten_is_replaced_wherever_she_stands_and_nobody_else()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Audit.AppendAsync([Entry(1) with { About = "U2" }, Entry(2) with { Actor = "U2", About = "U3" }, Entry(3) with { Actor = "U2", About = "U2" }, Entry(4) with { About = "U3" }], Token);

        (await catalogue.Audit.ReplaceUserAsync("U2", "forgotten", Token)).ShouldBe(3);

        (await LinesAsync(catalogue)).Select(line => $"{line.Actor} {line.About} {line.Via}").ShouldBe(["U1 forgotten slack", "forgotten U3 slack", "forgotten forgotten slack", "U1 U3 slack"]);
    }

    [Fact]
    public async Task It_is_read_by_time_person_and_actor()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Audit.AppendAsync([Entry(1) with { About = "U2" }, Entry(2) with { Actor = "U9", About = "U2" }, Entry(3) with { About = "U3" }, Entry(4)], Token);

        (await IndicesAsync(catalogue, new() { From = Some.Morning.AddMinutes(2) })).ShouldBe([2, 3, 4]);
        (await IndicesAsync(catalogue, new() { To = Some.Morning.AddMinutes(2) })).ShouldBe([1]);
        (await IndicesAsync(catalogue, new() { From = Some.Morning.AddMinutes(2), To = Some.Morning.AddMinutes(4) })).ShouldBe([2, 3]);
        (await IndicesAsync(catalogue, new() { About = "U2" })).ShouldBe([1, 2]);
        (await IndicesAsync(catalogue, new() { About = "U2", By = "U9" })).ShouldBe([2]);
        (await IndicesAsync(catalogue, new() { About = "U2", From = Some.Morning.AddMinutes(2).ToOffset(TimeSpan.FromHours(5)) })).ShouldBe([2]);
    }

    [Fact]
    public async Task Page_after_page_everything_is_read_once_also_what_was_decided_at_the_same_time()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        const int Count = (2 * AuditQueries.PageSize) + 7;
        await catalogue.Audit.AppendAsync([.. Enumerable.Range(1, Count).Select(index => Entry(index) with { At = Some.Morning.AddTicks(index / 300) })], Token);

        var sizes = new List<int>();
        var read = new List<long>();
        await foreach (var page in catalogue.AuditQueries.PagesAsync(new(), Token))
        {
            sizes.Add(page.Length);
            read.AddRange(page.Select(line => line.Index));
        }

        sizes.ShouldBe([AuditQueries.PageSize, AuditQueries.PageSize, 7]);
        read.ShouldBe(Enumerable.Range(1, Count).Select(index => (long)index));
    }

    [Fact]
    public async Task A_catalogue_from_before_the_audit_gets_one_and_keeps_its_faces()
    {
        using var place = await kind.NewPlaceAsync();
        await using (var before = CatalogueFixture.In(place))
        {
            await before.Catalogue.StoreFaceAsync(Some.Face(), Token);
            await before.Database.WriteAsync((transaction, _) => transaction.Connection!.ExecuteAsync(Undo(before), transaction: transaction), Token);
        }

        await using var after = CatalogueFixture.In(place);
        await after.Audit.AppendAsync([Entry(1)], Token);

        (await LinesAsync(after)).ShouldHaveSingleItem();
        (await after.Queries.FaceAsync("0f1e2d3c", Token)).ShouldNotBeNull();

        static string Undo(CatalogueFixture catalogue) =>
            $"DROP TABLE audit; DROP TABLE audit_permits; DROP TABLE photos_dropped; DROP INDEX faces_by_photo; ALTER TABLE faces DROP COLUMN pictures_gone; {(catalogue.Database is PostgreSqlDatabase ? "DROP FUNCTION audit_is_only_added_to;" : "")} DELETE FROM schema_version WHERE version > 1";
    }

    private static AuditEntry Entry(long index) => new()
    {
        Source = "face/0f1e2d3c",
        Index = index,
        At = Some.Morning.AddMinutes(index),
        Action = "vote-cast",
        Actor = "U1",
    };

    private static Task<List<AuditLine>> LinesAsync(CatalogueFixture catalogue) => LinesAsync(catalogue, new());

    private static async Task<List<AuditLine>> LinesAsync(CatalogueFixture catalogue, AuditFilter filter)
    {
        var lines = new List<AuditLine>();
        await foreach (var page in catalogue.AuditQueries.PagesAsync(filter, Token)) lines.AddRange(page);
        return lines;
    }

    private static async Task<IEnumerable<long>> IndicesAsync(CatalogueFixture catalogue, AuditFilter filter) => (await LinesAsync(catalogue, filter)).Select(line => line.Index);
}

//! The index follows what is published, and is made again when it stayed behind.

use super::*;

fn sheet(id: &str, title: &str) -> Op {
    let mut article = Article::named(
        slug(id),
        ArticleKind::Sheet,
        slug("esempio"),
        Text::line(title),
    );
    article.say = Text::line("Venga allo sportello.");
    let text = crate::kb::document::write(&article);
    Op::Publish {
        article: slug(id),
        kind: ArticleKind::Sheet,
        text,
        provenance: Provenance::Trusted,
        replaces: Vec::new(),
    }
}

#[test]
fn an_index_that_stayed_behind_is_made_again_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path();
    let keeper = Keeper::open(path, Options::default()).unwrap();
    keeper.session(1000).call(Request::Settle).unwrap();
    keeper.close();
    let index = crate::search::Index::open(&path.join("index")).unwrap();
    index.commit(0).unwrap();
    drop(index);
    let keeper = Keeper::open(path, Options::default()).unwrap();
    let Reply::Index(stats) = keeper.session(1000).call(Request::Settle).unwrap() else {
        panic!()
    };
    assert!(stats.documents > 0);
}

#[test]
fn a_published_article_can_be_searched_after_settling_until_it_is_withdrawn() {
    each_engine(|dir, options| {
        let keeper = Keeper::open(dir, options).unwrap();
        let desk = keeper.session(1000);
        enrolled(&desk, "Claudia");
        let search = Search::new("carta smarrita".to_owned(), slug("esempio"), 10);
        let found = |text: &Search| {
            desk.call(Request::Settle).unwrap();
            match desk.call(Request::Search(text.clone())).unwrap() {
                Reply::Found(hits, _) => hits.len(),
                other => panic!("{other:?}"),
            }
        };
        let publish = Proposal {
            role: Role::Curator,
            ..proposal(&[sheet("carta", "Carta d'identità smarrita")], Vec::new())
        };
        let Reply::Saved { first, .. } = desk.call(Request::Commit(publish)).unwrap() else {
            panic!()
        };
        assert_eq!(found(&search), 1);
        let withdraw = Op::Withdraw {
            article: slug("carta"),
            replaces: vec![first],
        };
        let withdraw = Proposal {
            role: Role::Curator,
            ..proposal(&[withdraw], Vec::new())
        };
        desk.call(Request::Commit(withdraw)).unwrap();
        assert_eq!(found(&search), 0);
    });
}

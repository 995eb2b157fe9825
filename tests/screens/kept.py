"""What a browser keeps of a person, looked at from within its page."""

#: A promise of the kind of each thing that is kept.
KINDS = """new Promise((resolve) => {
    const asked = indexedDB.open('callboard');
    asked.onsuccess = () => {
        const database = asked.result;
        if (!database.objectStoreNames.contains('personal')) return resolve([]);
        const rows = database.transaction('personal').objectStore('personal').getAllKeys();
        rows.onsuccess = () => { database.close(); resolve(rows.result.map((key) => key[1])); };
    };
})"""

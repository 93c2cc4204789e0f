// Words that mean the same to whoever searches in a company, beyond what its authors wrote; a team adds its own (synonyms.yaml).

/** Each line is a group: whoever searches for one of its phrases also finds the others. */
export const EVERYDAY_WORDS: readonly (readonly string[])[] = `
customer, client, kunde, kunden, kundin, cliente, klient, asiakas, 顧客, お客様, 客户
user, account, member, nutzer, benutzer, konto, utilisateur, compte, usuario, cuenta, ユーザー, アカウント
sign-up, signup, registration, new user, new account, new customer, anmeldung, registrierung, neukunden, inscription, registro, 新規登録, 新規顧客
invoice, bill, rechnung, rechnungen, facture, factura, fattura, 請求書, 請求
unpaid, overdue, past due, outstanding, in arrears, überfällig, unbezahlt, impayé, impagado, 未払い, 延滞
payment, paid, zahlung, bezahlt, paiement, pago, 支払い, 入金
revenue, sales, turnover, income, billed, umsatz, erlöse, chiffre d'affaires, ventas, ingresos, 売上, 収益, 收入
recurring revenue, mrr, arr
cancellation, cancelled, canceled, churn, closed, terminated, left us, kündigung, kündigungen, gekündigt, abwanderung, résiliation, cancelación, baja, 解約, キャンセル, 退会
spam, abuse, fraud, fake account, missbrauch, betrug, fraude, abus, abuso, スパム, 不正
deprecated, end of life, eol, end of support, out of support, unsupported, obsolete, legacy, old, veraltet, auslaufend, obsolète, obsoleto, 非推奨, サポート終了
add-on, addon, extra, plug-in, plugin, extension, erweiterung, zusatz, complemento, アドオン
deployment, deploy, release, rollout, デプロイ, リリース
failed, failure, error, broken, fehler, fehlgeschlagen, échec, fallo, 失敗, エラー
support ticket, ticket, support case, support request, anfrage, supportanfrage, demande, 問い合わせ, チケット
health, at risk, risk, score, gesundheit, 健全性
usage, use, activity, nutzung, utilisation, uso, 利用, 利用状況
inconsistent, contradictory, wrong, cannot be right, data quality, widersprüchlich, 矛盾
employee, staff, colleague, mitarbeiter, personal, employé, empleado, 社員, 従業員
order, purchase, bestellung, auftrag, commande, pedido, 注文
product, item, article, produkt, artikel, produit, producto, 製品, 商品
price, fee, preis, prix, precio, 価格, 料金
cost, expense, spending, kosten, ausgaben, coût, gasto, 費用
campaign, mailing, newsletter, kampagne, campagne, campaña, キャンペーン
country, land, pays, país, 国
month, monthly, monat, monatlich, mois, mes, 月別, 月次
week, weekly, woche, wöchentlich, semaine, semana, 週別
year, yearly, annual, jahr, jährlich, année, año, 年別
`
  .trim()
  .split('\n')
  .map((line) => line.split(', '));
